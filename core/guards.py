"""How services stop: forbidden to the person, or not possible as things stand."""

from django.core.exceptions import PermissionDenied

from core.errors import Refused


def allow(allowed: bool, reason: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Stop here where the role or the unit of the person does not allow the act.

    Raises:
        PermissionDenied: with the reason.
    """
    if not allowed:
        raise PermissionDenied(reason)


def require(met: bool, refusal: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Stop here where the state of things does not allow the act.

    Raises:
        Refused: with what to do instead.
    """
    if not met:
        raise Refused(refusal)
