"""Names for invented people and producers: natural, none twice, the same every time."""

from demo.catalogue import Line, names
from demo.dice import dice, turns
from demo.places import bare_name, units

FEMALE, MALE = "female", "male"


class NameGiver:
    """Hands out names; who asks in the same order gets the same ones."""

    def __init__(self, purpose: str, taken: set[str] | None = None):
        self._luck = dice(f"names/{purpose}")
        self._given = {gender: turns(names()[gender], f"{purpose}/{gender}") for gender in (FEMALE, MALE)}
        self._families = turns(names()["families"], f"{purpose}/families")
        self._nicknames = turns(names()["nicknames"], f"{purpose}/nicknames")
        self._brands = turns(names()["brands"], f"{purpose}/brands")
        self.taken = taken if taken is not None else set()

    def person(self, gender: str) -> str:
        """Return a full name that nobody has yet."""
        return self._unused(lambda: f"{next(self._families)} {next(self._given[gender])}")

    def producer(self, legal_form: str, line: Line, unit_key: str, person: str) -> tuple[str, str]:
        """Return the producer's name and the brand by which its products may be called."""
        nickname, brand = next(self._nicknames), next(self._brands)
        place = bare_name(units()[unit_key])
        makers = {
            "household": lambda: self._household(line, person, nickname),
            "cooperative": lambda: (f"Hợp tác xã {line.coop} {place}", place),
            "cooperative_group": lambda: (f"Tổ hợp tác {line.coop} {place}", place),
            "limited_company": lambda: (f"Công ty TNHH {line.field} {brand}", brand),
            "joint_stock_company": lambda: (f"Công ty Cổ phần {line.field} {brand}", brand),
            "private_enterprise": lambda: (f"Doanh nghiệp tư nhân {nickname}", nickname),
        }
        for _try in range(50):
            name, short = makers[legal_form]()
            if name not in self.taken:
                self.taken.add(name)
                return name, short
            nickname, brand = next(self._nicknames), next(self._brands)
            place = f"{bare_name(units()[unit_key])} {self._luck.randint(2, 9)}"
        raise ValueError(f"no name left for {legal_form} {line.code}")

    def _household(self, line: Line, person: str, nickname: str) -> tuple[str, str]:
        given = " ".join(word for word in person.split()[1:] if word not in {"Thị", "Văn"})
        return self._luck.choice(
            (
                (f"Hộ kinh doanh {person}", given),
                (f"Hộ kinh doanh {nickname}", nickname),
                (f"Cơ sở {line.trade} {nickname}", nickname),
            )
        )

    def _unused(self, make) -> str:
        for _try in range(200):
            name = make()
            if name not in self.taken:
                self.taken.add(name)
                return name
        raise ValueError("no name left")
