"""Administrative units and agencies: a tree with validity dates and successors after a merger."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.exclusion import one_at_a_time
from core.fields import SearchTextField, SortKeyField
from core.search import search_index
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.querysets import UnitQuerySet


class Unit(models.Model):
    """A province, district, commune or agency in the time of its validity (both days included)."""

    code = models.CharField(_("mã"), max_length=20)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=10, choices=UnitKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("cấp trên")
    )
    # "87/866/29869/": the parent's path and the own code; a trigger in the database keeps it true.
    path = models.CharField(max_length=200, editable=False, db_collation="C")
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    search_text = SearchTextField(sources=("name", "code"))
    sort_key = SortKeyField(sources=("name",))

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "code", "valid_from")
        verbose_name = _("đơn vị")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_begins_before_it_ends",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày bắt đầu."),
            ),
            one_at_a_time(
                name="one_unit_per_code_at_a_time",
                text="code",
                first="valid_from",
                last="valid_to",
                message=_("Mã này đang dùng cho một đơn vị khác trong cùng thời gian."),
            ),
        )
        indexes = (
            search_index("unit_search"),
            models.Index("path", name="unit_path"),
        )

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Write the path from the parent's; units do not move, so children need no change."""
        self.path = f"{self.parent.path if self.parent_id else ''}{self.code}/"
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the page of the unit."""
        return reverse("units:unit_detail", args=[self.pk])

    @property
    def is_commune(self) -> bool:
        """Whether this is a commune, ward or township."""
        return self.kind in COMMUNE_KINDS

    @property
    def is_district(self) -> bool:
        """Whether this is a district, or a town or city of that level."""
        return self.kind in DISTRICT_KINDS

    def exists_on(self, day) -> bool:
        """Return whether the unit existed on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def subtree(self):
        """Return this unit and what lay under it."""
        return Unit.objects.subtree_of(self)

    def territory(self):
        """Return all units whose records fall to this one; see ``UnitQuerySet.territory_of``."""
        return Unit.objects.territory_of(self)

    def stands_for(self, unit_id: int) -> bool:
        """Return whether this is that unit, or took over its records; not what merely lies under it."""
        return self.pk == unit_id or self.predecessions.filter(from_unit=unit_id, is_default=True).exists()

    def successors(self, day):
        """Return the units that had taken over by ``day``, the default one first."""
        return Unit.objects.filter(predecessions__from_unit=self, predecessions__on__lte=day).order_by(
            "-predecessions__is_default", "sort_key"
        )


class Succession(models.Model):
    """``to_unit`` took over from ``from_unit`` on a day; the default one takes over its records."""

    from_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions", verbose_name=_("đơn vị cũ")
    )
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="predecessions", verbose_name=_("đơn vị mới")
    )
    on = models.DateField(_("từ ngày"))
    is_default = models.BooleanField(_("tiếp nhận hồ sơ"), default=True)

    class Meta:
        verbose_name = _("kế thừa")
        constraints = (
            models.UniqueConstraint(fields=("from_unit", "to_unit"), name="one_succession_per_pair_of_units"),
            models.UniqueConstraint(
                fields=("from_unit",), condition=Q(is_default=True), name="one_default_successor_per_unit"
            ),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="unit_does_not_succeed_itself"),
        )

    def __str__(self):
        return f"{self.from_unit} → {self.to_unit}"
