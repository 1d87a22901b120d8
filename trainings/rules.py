"""Who may do what with trainings. Which rows a person sees is ``visible_to``."""

from accounts.enums import Role


def may_see_trainings(user) -> bool:
    """Everybody but council members."""
    return user.is_active and not user.is_council_member


def may_plan(user) -> bool:
    """The office, and the agencies that plan trainings."""
    return user.is_active and (user.is_office or user.role == Role.AGENCY_OFFICER)


def may_manage(user, plan) -> bool:
    """Courses, classes, requests, attendance of a plan: the office, and the agency whose plan it is."""
    return may_plan(user) and (user.is_office or plan.agency_id == user.unit_id)


def may_request_classes(user) -> bool:
    """Communes ask for a class at home."""
    return user.is_active and user.is_local_officer


def may_register_people(user) -> bool:
    """Communes register their people; office and agencies register for classes that they manage."""
    return may_request_classes(user) or may_plan(user)


def may_register_in(user, training_class) -> bool:
    """Whether ``user`` registers people for this class (whom: ``visible_to``)."""
    return may_request_classes(user) or may_manage(user, training_class.course.plan)


def may_hold(user, training_class) -> bool:
    """Attendance of a class: who manages its plan, and the commune at home for which it is held."""
    if may_manage(user, training_class.course.plan):
        return True
    return may_request_classes(user) and training_class.unit_id is not None and training_class.unit_id == user.unit_id


def may_print_lists(user, training_class) -> bool:
    """Sign-in sheets and invitations: who holds the class, and whoever reads the whole province."""
    return may_hold(user, training_class) or (user.is_active and user.sees_whole_province)
