"""Producers who enter the rounds under 26/2026/QĐ-TTg with new products. Pure."""

from demo.dice import dice
from demo.register import Register, Wanted
from demo.specs import ProducerSpec

# Line, legal form, commune of today, number of products. The first two communes have a demo account;
# the others are few, because each needs an officer.
CONCLUDED = (
    ("lotus-food", "cooperative", "30037", 2),
    ("lotus-tea", "household", "30037", 1),
    ("mango-products", "limited_company", "29869", 2),
    ("dried-fish", "household", "30001", 2),
    ("nem", "household", "30214", 1),
    ("rice-flour", "limited_company", "29905", 2),
    ("fish-sauce-paste", "household", "29955", 1),
    ("east-fruit", "cooperative", "28594", 2),
    ("east-food", "household", "28594", 1),
)
LATER_CONCLUDED = (
    ("poultry", "cooperative", "30037", 1),
    ("spices", "limited_company", "29869", 2),
    ("citrus", "household", "30214", 1),
    ("east-fruit", "household", "28516", 1),
)
SCORING = (
    ("soft-drinks", "limited_company", "30037", 2),
    ("spices", "household", "29869", 2),
    ("fresh-fruit", "cooperative", "29869", 1),
    ("weaving", "cooperative", "30169", 2),
    ("longan", "household", "30244", 1),
    ("east-fruit", "limited_company", "28516", 2),
    ("east-food", "cooperative", "28594", 2),
)
OPEN = (
    ("lotus-food", "household", "30037", 2),
    ("quick-meals", "limited_company", "30037", 1),
    ("honey", "cooperative_group", "30037", 1),
    ("cosmetics", "household", "29869", 2),
    ("keepsakes", "household", "29869", 1),
    ("pangasius", "limited_company", "30244", 1),
    ("ornamental", "household", "29905", 1),
    ("east-fruit", "household", "28516", 1),
    ("tourism", "cooperative", "30001", 1),
)
COMMUNES = tuple(dict.fromkeys(row[2] for row in (*CONCLUDED, *LATER_CONCLUDED, *SCORING, *OPEN)))


class Entrants:
    """Makes the producers of one round after another."""

    def __init__(self, taken: set[str]):
        self._register = Register("season", numbers_from=500, taken=taken)
        self._luck = dice("season women")

    def of(self, rows, *, purpose: str, year: int) -> list[ProducerSpec]:
        """Return the producers of a table above."""
        return [
            self._register.make(
                Wanted(
                    key=f"{purpose}-{at}",
                    legal_form=form,
                    is_led_by_woman=self._luck.random() < 0.5,
                    plans=(None,) * count,
                    year=year,
                    unit=f"{commune}@2025-07-01",
                    line=line,
                )
            )
            for at, (line, form, commune, count) in enumerate(rows)
        ]
