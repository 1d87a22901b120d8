"""The product of a dossier with what a council looks at: for people who do not see lists of products."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from producers.models import Representative
from products.models import Certificate, Product, Recognition, SalesChannel


@dataclass(frozen=True)
class Subject:
    """A product on a day."""

    product: Product
    channels: list[SalesChannel]
    certificates: list[Certificate]
    representative: Representative | None
    recognition: Recognition | None

    @property
    def group_path(self) -> str:
        """The group with the one above it."""
        group = self.product.group
        return f"{group.parent} › {group}" if group.parent else str(group)

    @property
    def represented_by(self) -> str:
        """What criterion 3.2 asks about the representative; nothing more about the person."""
        person = self.representative
        if person is None:
            return ""
        traits = [person.get_gender_display()]
        traits += [_("người dân tộc thiểu số")] if person.is_ethnic_minority else []
        traits += [_("người khuyết tật")] if person.is_disabled else []
        return ", ".join(traits)


def subject_of(product: Product, day: dt.date) -> Subject:
    """Return the product as it is on ``day``; four queries.

    ``product`` comes with ``group__parent``.
    """
    return Subject(
        product=product,
        channels=list(SalesChannel.objects.on(day).filter(product=product)),
        certificates=list(Certificate.objects.filter(product=product)),
        representative=Representative.objects.on(day).filter(producer=product.producer_id).first(),
        recognition=Recognition.objects.in_force_on(day).filter(product=product).first(),
    )
