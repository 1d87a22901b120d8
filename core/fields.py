"""Stored text columns computed from other fields whenever a row is written.

``pre_save`` runs for ``save()`` and for ``bulk_create()``; ``QuerySet.update()`` of a source field
does not pass here, so services never update names that way.
"""

from django.db import models

from core import text


class DerivedTextField(models.TextField):
    """A text column filled from ``sources`` (names of fields of the same row)."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Leave ``sources`` out: migrations store the column, not how it is computed."""
        name, path, args, kwargs = super().deconstruct()
        for known in ("editable", "blank", "default"):
            kwargs.pop(known, None)
        return name, path, args, kwargs

    def derive(self, value: str) -> str:
        """Return the stored form of the joined source values."""
        raise NotImplementedError

    def pre_save(self, model_instance, add):
        """Compute the value just before it is written."""
        if self.sources:
            joined = " ".join(str(getattr(model_instance, name) or "") for name in self.sources)
            setattr(model_instance, self.attname, self.derive(joined))
        return super().pre_save(model_instance, add)


class SearchTextField(DerivedTextField):
    """Words without marks, for full-text search (``core.search``)."""

    def derive(self, value):
        """See ``core.text.normalise_search``."""
        return text.normalise_search(value)


class SortKeyField(DerivedTextField):
    """Key of Vietnamese alphabetical order, compared byte by byte."""

    def __init__(self, *args, **kwargs):
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """The collation is part of the type."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_collation", None)
        return name, path, args, kwargs

    def derive(self, value):
        """See ``core.text.sort_key``."""
        return text.sort_key(value)


class CompanyKeyField(DerivedTextField):
    """Name without marks, case and company-type words, to find likely twins."""

    def derive(self, value):
        """See ``core.text.company_key``."""
        return text.company_key(value)
