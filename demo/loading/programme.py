"""The programme's plans with targets, the directive of 2023, what was done for publicity and start-ups."""

from demo.loading.world import World
from programme.loading import load_plans
from programme.loading_directives import load_activities, load_directive_654, load_start_ups


def load_programme(world: World) -> None:
    """Write what comes with the portal; called when products and channels are there."""
    load_plans(world.office)
    load_directive_654(world.office)
    load_activities(world.office)
    load_start_ups(world.office)
