"""What happens to a product of the demo between 2019 and April 2023."""

from dataclasses import dataclass
from enum import StrEnum


class Track(StrEnum):
    """The way of one product."""

    # Recognised in 2019, due in 2022.
    RENEWED = "renewed"
    RENEWAL_FAILED = "renewal_failed"
    ABSENT = "absent"
    STOPPED = "stopped"
    # Recognised in 2020 or 2021, in force beyond April 2023.
    OLDER = "older"
    UPGRADED = "upgraded"
    UPGRADE_FAILED = "upgrade_failed"
    # First entered in 2022.
    NEW = "new"
    NEW_FAILED = "new_failed"


OF_2019 = frozenset({Track.RENEWED, Track.RENEWAL_FAILED, Track.ABSENT, Track.STOPPED})
OF_2020_2021 = frozenset({Track.OLDER, Track.UPGRADED, Track.UPGRADE_FAILED})
REVOKED = frozenset({Track.RENEWAL_FAILED, Track.ABSENT, Track.STOPPED})
PASSED = frozenset({Track.RENEWED, Track.UPGRADED, Track.NEW})
FAILED = frozenset({Track.RENEWAL_FAILED, Track.UPGRADE_FAILED, Track.NEW_FAILED})
ENTERED = PASSED | FAILED
STANDING = PASSED | {Track.OLDER, Track.UPGRADE_FAILED}

_KINDS = {
    Track.RENEWED: "renewal",
    Track.RENEWAL_FAILED: "renewal",
    Track.UPGRADED: "upgrade",
    Track.UPGRADE_FAILED: "upgrade",
    Track.NEW: "new",
    Track.NEW_FAILED: "new",
}


@dataclass(frozen=True)
class ProductPlan:
    """One product: its way, the star before 2022 and the star of the decision of 2022."""

    track: Track
    star_before: int | None = None
    star_2022: int | None = None
    in_supermarket: bool = False

    @property
    def kind(self) -> str | None:
        """The kind of its dossier of 2022, ``None`` where it did not enter."""
        return _KINDS.get(self.track)

    @property
    def star_standing(self) -> int | None:
        """The star that counts on 29/04/2023, ``None`` where none does."""
        if self.track not in STANDING:
            return None
        return self.star_2022 or self.star_before


@dataclass(frozen=True)
class ProducerPlan:
    """One producer: what reports count of it, without a name yet."""

    key: str
    industry: str
    legal_form: str
    is_led_by_woman: bool
    products: tuple[ProductPlan, ...]

    @property
    def is_recognised_2022(self) -> bool:
        """Whether the decision of 2022 names one of its products."""
        return any(product.track in PASSED for product in self.products)

    @property
    def is_standing(self) -> bool:
        """Whether one of its products carries a star on 29/04/2023."""
        return any(product.star_standing for product in self.products)

    @property
    def has_entered_2022(self) -> bool:
        """Whether it took part in 2022."""
        return any(product.track in ENTERED for product in self.products)

    def standing_stars(self) -> tuple[int, int]:
        """Return how many of its products stand with 4 and with 3 stars on 29/04/2023."""
        stars = [product.star_standing for product in self.products]
        return stars.count(4), stars.count(3)
