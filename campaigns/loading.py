"""Bringing the shipped forms into the database: published ones, each once.

A published form never changes, and the office writes later ones itself. So a year and number that are there
already are left as they are, whoever wrote them.
"""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import Audience, ElementKind, NarrativeKey, SectionKind
from campaigns.models import Element, Form, FormSection
from core.datafiles import (
    Problems,
    day,
    flag,
    many,
    number,
    one_of,
    read_json,
    read_record,
    rows_of,
    text,
    text_up_to,
    whole,
)
from indicators import registry

FORMS_FILE = Path(__file__).parent / "data" / "forms.json"
_PUBLISHED_AT = dt.time(8)
_FORM = {
    "year": whole,
    "number": whole,
    "name": text_up_to(200),
    "published_on": day,
    "sections": many(lambda row: row),
    "narratives": many(lambda row: row),
}
_SECTION = {"title": text_up_to(200), "hint": lambda value: value if value == "" else text(value)}
_NARRATIVE = _SECTION | {"key": one_of(NarrativeKey.values), "required": flag}
_ELEMENT = {
    "code": text_up_to(60),
    "name": text_up_to(250),
    "unit": text_up_to(60),
    "definition": text,
    "audience": one_of(Audience.values),
    "units": many(text_up_to(20)),
}
_MORE = {"required": flag, "decimal": flag, "most": number, "at_most": text, "indicator": text}


@transaction.atomic
def load_forms(*, path: Path = FORMS_FILE) -> int:
    """Write the forms of a file that are not there yet; return how many.

    Raises:
        BrokenFile: a mistake in the file, named with its place; nothing is written.
    """
    problems = Problems(path)
    written = 0
    for number_in_file, row in enumerate(rows_of(read_json(path, "forms"), "forms", problems), start=1):
        read = read_record(row, _FORM, f"forms {number_in_file}", problems)
        problems.raise_if_any()
        if not Form.objects.filter(year=read["year"], number=read["number"]).exists():
            _write(read, problems)
            written += 1
    problems.raise_if_any()
    return written


def _write(read: dict, problems: Problems) -> None:
    where = f"{read['year']}/{read['number']}"
    form = Form.objects.create(year=read["year"], number=read["number"], name=read["name"])
    codes: list[str] = []
    position = 0
    for row in read["sections"]:
        position += 1
        elements = _elements(row, where, problems)
        section = FormSection.objects.create(
            form=form, position=position, title=row["title"], hint=row["hint"], kind=SectionKind.NUMBERS
        )
        Element.objects.bulk_create(Element(section=section, position=at, **one) for at, one in elements)
        codes += [one["code"] for _at, one in elements]
    for row in read["narratives"]:
        position += 1
        one = read_record(row, _NARRATIVE, where, problems)
        problems.raise_if_any()
        FormSection.objects.create(
            form=form,
            position=position,
            title=one["title"],
            hint=one["hint"],
            kind=SectionKind.NARRATIVE,
            narrative=one["key"],
            is_required=one["required"],
        )
    if len(set(codes)) < len(codes):
        problems.add(where, _("có mã chỉ tiêu dùng hai lần"))
    problems.raise_if_any()
    form.published_at = timezone.make_aware(dt.datetime.combine(read["published_on"], _PUBLISHED_AT))
    form.save()


def _elements(row: object, where: str, problems: Problems) -> list[tuple[int, dict]]:
    """Return the elements of a section as fields of the model, each with its position."""
    head = read_record(row, _SECTION | {"elements": many(lambda one: one)}, where, problems)
    problems.raise_if_any()
    found = []
    known = {one.code for one in registry.all_indicators()}
    for position, element in enumerate(head["elements"], start=1):
        one = read_record(element, _ELEMENT, f"{where} {head['title']} {position}", problems, _MORE)
        problems.raise_if_any()
        if one.get("indicator", "") not in known | {""}:
            problems.add(one["code"], _("không có chỉ tiêu %s trên cổng") % one["indicator"])
        found.append((position, _fields(one)))
    problems.raise_if_any()
    return found


def _fields(one: dict) -> dict:
    return {
        "code": one["code"],
        "name": one["name"],
        "unit_of_measure": one["unit"],
        "definition": one["definition"],
        "audience": one["audience"],
        "unit_codes": one["units"],
        "kind": ElementKind.DECIMAL if one.get("decimal") else ElementKind.INTEGER,
        "is_required": one.get("required", False),
        "most": one.get("most"),
        "at_most_code": one.get("at_most", ""),
        "indicator": one.get("indicator", ""),
    }
