"""Constraints over periods of validity, without the ``btree_gist`` extension.

PostgreSQL compares an ordinary column in an exclusion constraint only with that extension, which the
embedded build does not have. A range of one value needs none: ``int8range(7, 7, '[]')`` overlaps
another of its kind exactly when both hold 7.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import BigIntegerField, F, Func, Value


class SameNumber(Func):
    """A range that holds one integer."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"

    def as_sql(self, compiler, connection, **extra_context):
        """The expression stands in the template twice, and so do its parameters."""
        sql, params = super().as_sql(compiler, connection, **extra_context)
        return sql, (*params, *params)


class TextNumber(Func):
    """A stable number for a text, so that texts can be compared by ``SameNumber``."""

    template = "hashtextextended((%(expressions)s)::text, 0)"
    output_field = BigIntegerField()


class Period(Func):
    """Days from ``first`` to ``last``, both included; no last day means still valid."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str):
        super().__init__(F(first), F(last), Value("[]"))


def one_at_a_time(
    *, name: str, number: str | None = None, text: str | None = None, first: str, last: str, message: str
):
    """Return the constraint that no two rows with the same key overlap in time.

    Args:
        number: name of an integer column (or of a foreign key) that is the key, or
        text: name of a text column that is the key.
        first, last: names of the date columns, both days included.
        message: what people read when it is broken.
    """
    key = SameNumber(F(number)) if number else SameNumber(TextNumber(F(text)))
    return ExclusionConstraint(
        name=name,
        expressions=[(key, RangeOperators.OVERLAPS), (Period(first, last), RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )
