"""A person as typed or pasted, before anything is stored."""

from dataclasses import dataclass

from core.text import sort_key


@dataclass
class Person:
    """What is said about somebody who is to be registered; ``reason`` for who does not qualify."""

    full_name: str
    gender: str
    unit: object
    kind: str
    phone: str = ""
    birth_year: int | None = None
    producer: object | None = None
    position: str = ""
    reason: str = ""

    @property
    def name_key(self) -> str:
        """The key of the name as ``Trainee`` stores it."""
        return sort_key(self.full_name)

    @property
    def identity(self) -> tuple:
        """What makes two rows the same person: name and telephone, without one name, year and unit."""
        return (self.name_key, self.phone) if self.phone else (self.name_key, self.birth_year, self.unit.pk)
