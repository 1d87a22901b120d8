"""Whose rows may stand in a figure. Which rows a person sees is ``visible_to`` of their apps."""

from evaluations.rules import may_see_evaluations


def reads_dossiers(user) -> bool:
    """Return whether the figures about dossiers may stand in what ``user`` reads or asks for."""
    return may_see_evaluations(user)


def reads_money(user) -> bool:
    """Return whether figures about money may stand in what ``user`` reads or asks for.

    Agency officers see the money of their own agency: a total of the province would be a part of it
    that looks like the whole. They are also those who read no dossiers, so ``Report.has_dossiers``
    tells of both.
    """
    return reads_dossiers(user)


def reads_reports(user) -> bool:
    """Return whether figures that units reported may stand in what ``user`` reads or asks for.

    Agency officers see the reports of their own agency alone, as with money.
    """
    return reads_dossiers(user)
