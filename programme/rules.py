"""Who may do what with plans, directives, activities and start-ups. Which rows a person sees is ``visible_to``."""


def may_see_programme(user) -> bool:
    """Everybody but council members, who read only what they score."""
    return bool(user.is_active and not user.is_council_member)


def may_manage_plans(user) -> bool:
    """The office keeps plans, targets and directives."""
    return bool(user.is_active and user.is_office)


def is_of_unit(user, unit) -> bool:
    """Return whether ``unit`` is the person's own, or one whose work it took over."""
    return bool(
        user.is_active and unit and (user.unit_id == unit.pk or user.unit.territory().filter(pk=unit.pk).exists())
    )


def may_record_result(user, target) -> bool:
    """Results of a manual target: the office, and the unit that follows it."""
    if may_manage_plans(user):
        return True
    writes = user.is_active and user.role in WRITERS
    return bool(writes and target.owner_id and is_of_unit(user, target.owner))


def may_note_progress(user, assignment) -> bool:
    """The unit that has the task, and the office for it."""
    return may_manage_plans(user) or (user.role in WRITERS and is_of_unit(user, assignment.unit))


def may_write_programme(user) -> bool:
    """Who writes activities and start-ups of the own unit at all."""
    return bool(user.is_active and user.role in WRITERS | {"office"})


def may_edit_of_unit(user, row) -> bool:
    """An activity, a project or a space: its unit, and the office."""
    return may_manage_plans(user) or (user.role in WRITERS and is_of_unit(user, row.unit))


WRITERS = frozenset({"local_officer", "agency_officer"})
