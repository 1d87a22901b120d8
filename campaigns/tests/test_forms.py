"""Forms as data: shipped, copied, written while drafts, published, compared."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from campaigns.asking import elements_of
from campaigns.comparing import differences
from campaigns.enums import Audience, NarrativeKey
from campaigns.form_forms import ElementForm
from campaigns.loading import load_forms
from campaigns.models import Element, Form
from campaigns.publishing import lacking
from campaigns.services import forms as services
from campaigns.tests.factories import ElementFactory, FormFactory, FormSectionFactory
from core.errors import Refused, Stale

pytestmark = pytest.mark.django_db
CODES = {"tv_features", "women_meetings", "farmers_attendances", "self_declared_cumulative", "revenue", "workers"}


@pytest.fixture
def office():
    return UserFactory(office=True)


def codes(form):
    return list(elements_of(form).values_list("code", flat=True))


def test_the_shipped_forms_load_once_and_are_published():
    assert load_forms() == 2
    assert load_forms() == 0
    first, second = Form.objects.order_by("year")
    assert (first.year, second.year) == (2022, 2025)
    assert not first.is_draft
    assert set(codes(first)) >= CODES
    assert codes(first) == codes(second)
    women = Element.objects.get(section__form=first, code="women_meetings")
    assert (women.audience, women.unit_codes) == (Audience.AGENCIES, ["HLHPN"])
    assert list(first.sections.filter(kind="narrative").values_list("narrative", flat=True)) == NarrativeKey.values
    # Nothing in them would keep a copy from being published.
    assert lacking(first) == []


def test_a_year_and_number_that_the_office_took_stay_as_they_are():
    own = FormFactory(year=2025, number=1, name="Mẫu của Văn phòng")
    assert load_forms() == 1
    own.refresh_from_db()
    assert (own.name, own.is_draft) == ("Mẫu của Văn phòng", True)


def test_a_copy_is_a_draft_with_everything_and_the_next_number(office):
    source = FormFactory(year=2022, number=1, published=True)
    draft = services.copy_form(actor=office, form_id=source.pk, year=2022, name="Bản sửa")
    assert (draft.number, draft.is_draft, draft.copied_from) == (2, True, source)
    assert codes(draft) == codes(source)
    assert differences(source, draft) == []
    with pytest.raises(PermissionDenied):
        services.copy_form(actor=UserFactory(leader=True), form_id=source.pk, year=2022, name="x")


def test_a_draft_is_written_and_two_writers_do_not_overwrite_each_other(office):
    draft = FormFactory()
    section = draft.sections.get(position=1)
    values = {"code": "bulletins", "name": "Bản tin", "unit_of_measure": "bản tin", "audience": "agencies"}
    common = {"actor": office, "form_id": draft.pk, "section_id": section.pk, "element_id": None}
    seen = draft.version
    row = services.save_element(**common, version=seen, fields=values)
    assert (row.position, codes(draft)[-1]) == (4, "bulletins")
    with pytest.raises(Stale):
        services.save_element(**common, version=seen, fields=values | {"code": "other"})
    with pytest.raises(Refused, match="đã dùng"):
        services.save_element(**common, version=None, fields=values)
    new = {"title": "Phần mới", "kind": "numbers", "narrative": "", "hint": "", "is_required": False}
    added = services.save_section(actor=office, form_id=draft.pk, version=None, section_id=None, fields=new)
    assert added.position == 6
    with pytest.raises(Refused, match="đang có chỉ tiêu"):
        services.save_section(
            actor=office,
            form_id=draft.pk,
            version=None,
            section_id=section.pk,
            fields=new | {"kind": "narrative", "narrative": "results"},
        )


def test_an_element_takes_some_number_and_its_code_is_explained_in_words(office):
    draft = FormFactory()
    element = elements_of(draft).get(code="fairs")
    common = {"actor": office, "form_id": draft.pk, "section_id": element.section_id, "element_id": element.pk}
    with pytest.raises(ValidationError, match="không nhập được số nào"):
        services.save_element(**common, version=None, fields={"least": Decimal(0), "most": Decimal(-5)})
    services.save_element(**common, version=None, fields={"least": None, "most": Decimal(-5)})
    form = ElementForm({"code": "Số hội chợ"}, draft=draft)
    assert "chữ không dấu" in form.errors["code"][0]


def test_sections_and_elements_change_places(office):
    draft = FormFactory()
    before = list(draft.sections.order_by("position"))
    services.move_section(actor=office, form_id=draft.pk, section_id=before[1].pk, direction="up")
    services.move_section(actor=office, form_id=draft.pk, section_id=before[1].pk, direction="up")
    assert list(draft.sections.order_by("position")) == [before[1], before[0], *before[2:]]
    first = elements_of(draft).first()
    services.move_element(actor=office, form_id=draft.pk, element_id=first.pk, direction="down")
    assert codes(draft) == ["fair_stalls", "fairs", "revenue"]
    services.delete_element(actor=office, form_id=draft.pk, element_id=first.pk)
    assert codes(draft) == ["fair_stalls", "revenue"]


def test_publishing_names_what_is_missing_and_ends_the_writing(office):
    draft = FormFactory(year=2023)
    empty = FormSectionFactory(form=draft, position=9, title="Trống")
    with pytest.raises(Refused, match="Trống"):
        services.publish_form(actor=office, form_id=draft.pk)
    services.delete_section(actor=office, form_id=draft.pk, section_id=empty.pk)
    form = services.publish_form(actor=office, form_id=draft.pk)
    assert not form.is_draft
    for act in (services.publish_form, services.delete_draft):
        with pytest.raises(Refused, match="đã ban hành"):
            act(actor=office, form_id=draft.pk)


def test_a_code_keeps_its_unit_of_measure_and_points_to_what_is_there():
    FormFactory(year=2022, published=True)
    draft = FormFactory(year=2023)
    element = elements_of(draft).get(code="fairs")
    element.unit_of_measure, element.at_most_code, element.indicator = "lượt", "nothing", "no.such"
    element.save()
    problems = "\n".join(lacking(draft))
    assert "bằng cuộc" in problems
    assert "nothing" in problems
    assert "no.such" in problems


def test_what_differs_is_named_by_code(office):
    source = FormFactory(year=2022, number=1, published=True)
    draft = services.copy_form(actor=office, form_id=source.pk, year=2023, name="Bản 2023")
    elements_of(draft).filter(code="fairs").update(is_required=False)
    elements_of(draft).filter(code="revenue").delete()
    ElementFactory(section=draft.sections.get(position=1), code="new_one", name="Chỉ tiêu mới")
    lines = {(one.kind, one.code): one for one in differences(source, draft)}
    assert set(lines) == {("changed", "fairs"), ("removed", "revenue"), ("added", "new_one")}
    assert lines["changed", "fairs"].changes == (("Bắt buộc", "Có", "Không"),)
