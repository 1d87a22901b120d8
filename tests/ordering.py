"""The order of tests over workers: what takes long comes first, so that no worker is left alone at the end.

xdist's ``worksteal`` gives each worker one stretch of the list, all of the same length; a worker that has
done its own takes from the end of another's. So the long modules are dealt out to the heads of the stretches.
They stay whole, for what a module sets up for all its tests should be set up once. Within a module, and for all
other tests, the order stays as it was: by chance.
"""

from collections.abc import Sequence
from itertools import groupby

import pytest


def long_first(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Return the tests with the modules that are marked ``long`` at the heads of the workers' stretches."""
    by_module = groupby(sorted(items, key=_module), key=_module)
    seconds = {module: sum(_seconds(item) for item in tests) for module, tests in by_module}
    heads: list[list[pytest.Item]] = [[] for _worker in range(workers)]
    loads = [0] * workers
    for module in sorted(filter(seconds.get, seconds), key=lambda module: (-seconds[module], module)):
        least = loads.index(min(loads))
        loads[least] += seconds[module]
        heads[least] += [item for item in items if _module(item) == module]
    rest = [item for item in items if not seconds[_module(item)]]
    found: list[pytest.Item] = []
    for number, head in enumerate(heads, start=1):
        more = max(0, len(items) * number // workers - len(found) - len(head))
        found += head + rest[:more]
        del rest[:more]
    return found + rest


def _module(item) -> str:
    return item.nodeid.split("::")[0]


def _seconds(item) -> int:
    mark = item.get_closest_marker("long")
    return mark.args[0] if mark else 0
