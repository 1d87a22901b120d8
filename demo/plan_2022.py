"""Who takes part, passes and stands, so that the demo has the figures of plan 159/KH-UBND.

Pure combinatorics: no name, no date, no database. Where the numbers come from:

- end of 2021: 265 in force = 59 of 2019 (20 at 4 stars) + 206 of 2020 and 2021 (41 at 4 stars);
- of the 59, 34 are recognised again (4 stay at 4 stars, 7 fall from 4 to 3, 23 stay at 3) and 25 are
  revoked: 11 failed, 7 did not take part, 7 had stopped;
- 5 of 10 rise from 3 to 4 stars, 117 of 147 new products pass;
- 265 - 25 + 117 = 357 stand on 29/04/2023, 82 of them at 4 stars.

A producer may be in several rows of the results (18 + 2 + 65 = 85), so the rows below say how many of
each kind a producer has.
"""

from dataclasses import dataclass, field, replace

from demo.dice import dice, shuffled
from demo.picking import pick_exactly
from demo.tracks import OF_2019, OF_2020_2021, REVOKED, STANDING, ProducerPlan, ProductPlan, Track

RENEWED_STARS = {(4, 4): 4, (4, 3): 7, (3, 3): 23}
REVOKED_AT_FOUR = 9
OLDER_AT_FOUR = 37
NEW_AT_FOUR = 32
LEGAL_FORMS = {
    "limited_company": 20,
    "joint_stock_company": 5,
    "cooperative": 3,
    "private_enterprise": 1,
    "household": 41,
}
WOMEN = {"producers": 47, "star4": 29, "star3": 132}
IN_SUPERMARKETS = 109

T = Track
# How many producers of this row, their industry, and how many products of each track they have.
_RECOGNISED = (
    # Renewals and new products.
    (1, "food", {T.RENEWED: 4, T.NEW: 3, T.OLDER: 2}),
    (1, "food", {T.RENEWED: 3, T.NEW: 3, T.RENEWAL_FAILED: 2, T.OLDER: 1}),
    (1, "food", {T.RENEWED: 3, T.NEW: 2, T.OLDER: 3}),
    (1, "food", {T.RENEWED: 2, T.NEW: 2, T.UPGRADE_FAILED: 2}),
    (1, "food", {T.RENEWED: 2, T.NEW: 2, T.RENEWAL_FAILED: 2, T.OLDER: 2}),
    (1, "food", {T.RENEWED: 2, T.NEW: 2, T.ABSENT: 1, T.OLDER: 1}),
    (1, "food", {T.RENEWED: 2, T.NEW: 1, T.ABSENT: 1, T.OLDER: 1}),
    (2, "food", {T.RENEWED: 2, T.NEW: 1, T.OLDER: 1}),
    (1, "food", {T.RENEWED: 2, T.NEW: 1}),
    (3, "food", {T.RENEWED: 1, T.NEW: 1}),
    # Renewals alone.
    (1, "food", {T.RENEWED: 2, T.OLDER: 3}),
    (1, "food", {T.RENEWED: 2, T.OLDER: 2, T.RENEWAL_FAILED: 1}),
    (2, "food", {T.RENEWED: 1, T.OLDER: 2}),
    (1, "food", {T.RENEWED: 1, T.OLDER: 1}),
    # Upgrades, with new products.
    (1, "food", {T.UPGRADED: 3, T.NEW: 2, T.OLDER: 2}),
    (1, "food", {T.UPGRADED: 2, T.NEW: 1, T.OLDER: 2}),
    # New products alone.
    (1, "food", {T.NEW: 5, T.OLDER: 5}),
    (1, "souvenir", {T.NEW: 4, T.OLDER: 2}),
    (2, "food", {T.NEW: 4, T.OLDER: 4}),
    (1, "souvenir", {T.NEW: 3}),
    (1, "beverage", {T.NEW: 3, T.OLDER: 1}),
    (1, "herbal", {T.NEW: 3, T.NEW_FAILED: 2}),
    (3, "food", {T.NEW: 3, T.OLDER: 3}),
    (2, "souvenir", {T.NEW: 2, T.OLDER: 1}),
    (2, "herbal", {T.NEW: 2}),
    (1, "beverage", {T.NEW: 2, T.NEW_FAILED: 1}),
    (1, "food", {T.NEW: 2, T.OLDER: 3}),
    (5, "food", {T.NEW: 2, T.OLDER: 2}),
    (3, "food", {T.NEW: 2, T.NEW_FAILED: 1}),
    (4, "food", {T.NEW: 2}),
    (2, "souvenir", {T.NEW: 1}),
    (2, "beverage", {T.NEW: 1}),
    (1, "herbal", {T.NEW: 1, T.NEW_FAILED: 1}),
    (1, "tourism", {T.NEW: 1}),
    (1, "food", {T.NEW: 1, T.OLDER: 2}),
    (3, "food", {T.NEW: 1, T.NEW_FAILED: 1}),
    (12, "food", {T.NEW: 1}),
)
_OTHERS = (
    # Took part in vain.
    (1, "food", {T.NEW_FAILED: 2, T.OLDER: 6}),
    (1, "food", {T.NEW_FAILED: 2, T.OLDER: 4}),
    (4, "food", {T.NEW_FAILED: 1, T.OLDER: 3}),
    (2, "souvenir", {T.NEW_FAILED: 1, T.OLDER: 1}),
    (1, "tourism", {T.NEW_FAILED: 2}),
    (1, "food", {T.NEW_FAILED: 2}),
    (1, "beverage", {T.NEW_FAILED: 1}),
    (1, "herbal", {T.NEW_FAILED: 1}),
    (4, "food", {T.NEW_FAILED: 1}),
    (1, "food", {T.RENEWAL_FAILED: 2, T.OLDER: 2}),
    (1, "food", {T.RENEWAL_FAILED: 1, T.OLDER: 1}),
    (1, "food", {T.RENEWAL_FAILED: 2}),
    (1, "food", {T.RENEWAL_FAILED: 1}),
    (1, "food", {T.UPGRADE_FAILED: 2, T.OLDER: 4}),
    (1, "food", {T.UPGRADE_FAILED: 1, T.OLDER: 3}),
    # Did not take part, still standing.
    (1, "food", {T.OLDER: 7}),
    (1, "food", {T.OLDER: 6}),
    (3, "food", {T.OLDER: 5}),
    (3, "food", {T.OLDER: 4}),
    (1, "souvenir", {T.OLDER: 4}),
    (1, "food", {T.OLDER: 3, T.ABSENT: 1}),
    (1, "food", {T.OLDER: 3, T.STOPPED: 1}),
    (3, "food", {T.OLDER: 3}),
    (1, "souvenir", {T.OLDER: 3}),
    (1, "beverage", {T.OLDER: 3}),
    (1, "herbal", {T.OLDER: 3}),
    (1, "food", {T.OLDER: 3}),
    (2, "food", {T.OLDER: 2}),
    (1, "textile", {T.OLDER: 2}),
    (1, "food", {T.OLDER: 1, T.ABSENT: 1}),
    (1, "food", {T.OLDER: 1, T.STOPPED: 1}),
    (7, "food", {T.OLDER: 1}),
    (1, "souvenir", {T.OLDER: 1}),
    (1, "beverage", {T.OLDER: 1}),
    (1, "herbal", {T.OLDER: 1}),
    (1, "tourism", {T.OLDER: 1}),
    # Nothing left: did not come back, or had stopped.
    (1, "food", {T.ABSENT: 2}),
    (1, "food", {T.ABSENT: 1}),
    (2, "food", {T.STOPPED: 2}),
    (1, "food", {T.STOPPED: 1}),
)
_FORM_WEIGHTS = {
    "household": 60,
    "limited_company": 20,
    "cooperative": 9,
    "private_enterprise": 6,
    "cooperative_group": 5,
}
_SIZE_OF_FORM = {"joint_stock_company": 3, "limited_company": 2, "cooperative": 2, "private_enterprise": 1.5}


@dataclass
class _Draft:
    """A producer while it is being planned."""

    key: str
    industry: str
    tracks: list[Track]
    legal_form: str = "household"
    products: list[ProductPlan] = field(default_factory=list)


def producers_of_2022() -> tuple[ProducerPlan, ...]:
    """Return the plan of all invented producers that the years 2019 to 2022 know."""
    recognised = _drafts("r", _RECOGNISED)
    others = _drafts("o", _OTHERS)
    _give_forms(recognised, others)
    drafts = recognised + others
    _give_stars(drafts)
    _give_supermarkets(drafts)
    women = _women(drafts)
    return tuple(
        ProducerPlan(draft.key, draft.industry, draft.legal_form, draft.key in women, tuple(draft.products))
        for draft in drafts
    )


def _drafts(prefix: str, rows) -> list[_Draft]:
    drafts = []
    for times, industry, counts in rows:
        tracks = [track for track, count in counts.items() for _i in range(count)]
        drafts += [_Draft(f"{prefix}{len(drafts) + at:03d}", industry, list(tracks)) for at in range(times)]
    return drafts


def _give_forms(recognised: list[_Draft], others: list[_Draft]) -> None:
    """Firms have more products than households, by and large."""
    luck = dice("forms")
    by_size = sorted(recognised, key=lambda draft: -len(draft.tracks) - luck.random() * 4)
    forms = [form for form, count in LEGAL_FORMS.items() for _i in range(count)]
    firms = len(forms) - LEGAL_FORMS["household"]
    for draft, form in zip(by_size, shuffled(forms[:firms], "firms") + forms[firms:], strict=True):
        draft.legal_form = form
    for draft in others:
        draft.legal_form = luck.choices(list(_FORM_WEIGHTS), list(_FORM_WEIGHTS.values()))[0]


def _give_stars(drafts: list[_Draft]) -> None:
    slots = [(draft, track) for draft in drafts for track in draft.tracks]
    renewed = shuffled([pair for pair, count in RENEWED_STARS.items() for _i in range(count)], "renewed stars")
    at_four = _best(slots, {Track.NEW}, NEW_AT_FOUR) | _best(slots, {Track.OLDER}, OLDER_AT_FOUR)
    at_four |= _best(slots, REVOKED, REVOKED_AT_FOUR)
    for at, (draft, track) in enumerate(slots):
        star = 4 if at in at_four else 3
        if track is Track.RENEWED:
            before, after = renewed.pop()
        elif track is Track.UPGRADED:
            before, after = 3, 4
        elif track is Track.NEW:
            before, after = None, star
        else:
            before, after = (star if track in OF_2019 | OF_2020_2021 else None), None
        draft.products.append(ProductPlan(track, before, after))


def _best(slots: list, tracks, count: int) -> set[int]:
    """Return the places of ``count`` products of the tracks, those of firms more often than not."""
    luck = dice(f"best of {sorted(tracks)}")
    places = [at for at, (_draft, track) in enumerate(slots) if track in tracks]
    rank = {at: _SIZE_OF_FORM.get(slots[at][0].legal_form, 1) + luck.random() * 1.8 for at in places}
    return set(sorted(places, key=lambda at: -rank[at])[:count])


def _give_supermarkets(drafts: list[_Draft]) -> None:
    luck = dice("supermarkets")
    rank = {
        (draft.key, at): _SIZE_OF_FORM.get(draft.legal_form, 1) + (product.star_standing or 0) / 2 + luck.random() * 1.5
        for draft in drafts
        for at, product in enumerate(draft.products)
        if product.track in STANDING and draft.industry != "tourism"
    }
    chosen = set(sorted(rank, key=lambda place: -rank[place])[:IN_SUPERMARKETS])
    for draft in drafts:
        draft.products = [
            replace(product, in_supermarket=(draft.key, at) in chosen) for at, product in enumerate(draft.products)
        ]


def _women(drafts: list[_Draft]) -> set[str]:
    """Return the keys of the producers led by women: an exact choice among those that stand."""
    stands = [draft for draft in drafts if any(product.star_standing for product in draft.products)]
    sizes = [
        (1, *(sum(product.star_standing == star for product in draft.products) for star in (4, 3))) for draft in stands
    ]
    chosen = pick_exactly(sizes, (WOMEN["producers"], WOMEN["star4"], WOMEN["star3"]), purpose="women")
    luck = dice("women without a star")
    rest = {draft.key for draft in drafts if draft not in stands and luck.random() < 0.4}
    return {stands[at].key for at in chosen} | rest
