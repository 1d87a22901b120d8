"""Plans and targets: who writes them, what stays, and their pages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from core.errors import Refused, Stale
from documents.tests.factories import DocumentFactory
from programme.enums import Direction, Measure, TargetScope
from programme.loading import load_plans
from programme.models import Plan, Target, TargetResult
from programme.services import plans as services
from programme.tests.factories import PlanFactory, TargetFactory, TargetResultFactory
from units.loading import load_units
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def fields(**changed):
    return {
        "number": 1,
        "part": "",
        "text": "Mở thêm điểm bán hàng",
        "measure": Measure.MANUAL,
        "indicator": "",
        "unit_of_measure": "điểm",
        "direction": Direction.AT_LEAST,
        "planned": Decimal(10),
        "scope": TargetScope.PROVINCE,
        "due_on": dt.date(2023, 12, 31),
    } | changed


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


def typed(**changed):
    values = {"number": "1", "part": "a", "text": "Mở điểm bán", "measure": "manual", "unit_of_measure": "điểm"}
    values |= {"direction": "at_least", "planned": "1.234,5", "due_on": "31/12/2023", "scope": "province"}
    return values | changed


def test_only_the_office_writes_plans_and_targets():
    agency, plan = UserFactory(agency_officer=True), PlanFactory()
    target = TargetFactory(plan=plan)
    for act in (
        lambda: services.create_plan(actor=agency, year=2024, document=DocumentFactory()),
        lambda: services.edit_plan(actor=agency, plan_id=plan.pk, note="x"),
        lambda: services.save_target(actor=agency, plan_id=plan.pk, **fields(number=9)),
        lambda: services.delete_target(actor=agency, target_id=target.pk),
        lambda: services.record_result(actor=agency, target_id=target.pk, on=today(), value=1, evidence="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_unit_that_follows_a_target_records_its_results():
    agency = UserFactory(agency_officer=True)
    target = TargetFactory(owner=agency.unit)
    result = services.record_result(
        actor=agency, target_id=target.pk, on=today(), value=Decimal(0), evidence=" Biên bản "
    )
    assert (result.value, result.evidence, result.entered_by) == (0, "Biên bản", agency)
    for refused in (
        {"on": today() + dt.timedelta(days=1)},
        {"unit": UnitFactory()},
    ):
        with pytest.raises(Refused):
            services.record_result(
                **{"actor": agency, "target_id": target.pk, "on": today(), "value": 1, "evidence": "x"} | refused
            )
    with pytest.raises(ValidationError):
        services.record_result(actor=agency, target_id=target.pk, on=today(), value=1, evidence="  ")


def test_what_records_tell_is_not_written_by_hand():
    target = TargetFactory(indicator="recognised.products")
    with pytest.raises(Refused):
        services.record_result(
            actor=UserFactory(office=True), target_id=target.pk, on=today(), value=1, evidence="Biên bản"
        )


def test_a_result_of_each_unit_names_a_unit_that_is_asked():
    office = UserFactory(office=True)
    asked, other = UnitFactory(district=True), UnitFactory(agency=True)
    target = TargetFactory(scope=TargetScope.EACH_UNIT)
    row = {"actor": office, "target_id": target.pk, "on": today(), "value": 1, "evidence": "Biên bản"}
    for unit in (None, other):
        with pytest.raises(Refused):
            services.record_result(**row, unit=unit)
    assert services.record_result(**row, unit=asked).unit == asked


def test_results_are_only_added():
    result = TargetResultFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetResult.objects.filter(pk=result.pk).update(value=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetResult.objects.filter(pk=result.pk).delete()


def test_a_target_with_results_stays_and_keeps_its_meaning():
    office, result = UserFactory(office=True), TargetResultFactory()
    target = result.target
    with pytest.raises(Refused):
        services.delete_target(actor=office, target_id=target.pk)
    change = {"actor": office, "plan_id": target.plan_id, "target_id": target.pk}
    with pytest.raises(Refused):
        services.save_target(**change, **fields(scope=TargetScope.EACH_UNIT))
    assert services.save_target(**change, **fields(text="Viết lại", planned=Decimal(11))).planned == 11
    free = TargetFactory()
    services.delete_target(actor=office, target_id=free.pk)
    assert not Target.objects.filter(pk=free.pk).exists()


def test_a_target_is_checked():
    office, plan = UserFactory(office=True), PlanFactory()
    gone = UnitFactory(name="Xã đã sáp nhập", valid_to=dt.date(2020, 1, 1))
    for wrong in (
        {"part": "1"},
        {"planned": Decimal(-1)},
        {"measure": Measure.INDICATOR},
        {"indicator": "recognised.products"},
        {"scope": TargetScope.EACH_UNIT, "units": [gone]},
    ):
        with pytest.raises(ValidationError):
            services.save_target(actor=office, plan_id=plan.pk, **fields(**wrong))
    services.save_target(actor=office, plan_id=plan.pk, **fields(part="A"))
    assert Target.objects.get().part == "a"
    with pytest.raises(ValidationError):
        services.save_target(actor=office, plan_id=plan.pk, **fields(part="a"))


def test_two_who_change_a_target_are_told():
    office, target = UserFactory(office=True), TargetFactory()
    change = {"actor": office, "plan_id": target.plan_id, "target_id": target.pk, "version": 1}
    services.save_target(**change, **fields())
    with pytest.raises(Stale):
        services.save_target(**change, **fields())


def test_from_the_plan_to_a_result(client, office):
    document = DocumentFactory()
    page = client.post(reverse("programme:plan_create"), {"document": document.pk, "year": "2023", "note": ""}).url
    plan = Plan.objects.get()
    assert page == plan.get_absolute_url()
    client.post(reverse("reports:target_create", args=[plan.pk]), typed())
    target = Target.objects.get()
    assert (target.label, target.planned) == ("1a", Decimal("1234.5"))
    assert "từ 1.234,5 điểm trở lên" in client.get(page).content.decode()
    row = {"on": format_date(today()), "value": "12,5", "evidence": "Biên bản 12"}
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7 small")
    done = client.post(reverse("programme:result_create", args=[target.pk]), row | {"file": file})
    text = client.get(done.url).content.decode()
    assert "12,5 điểm" in text
    assert "Biên bản 12" in text
    stored = client.get(reverse("programme:result_file", args=[TargetResult.objects.get().pk]))
    assert b"".join(stored.streaming_content) == b"%PDF-1.7 small"


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(client, office):
    plan = PlanFactory()
    page = reverse("reports:target_create", args=[plan.pk])
    text = client.post(page, typed(measure="indicator", planned="nhiều")).content.decode()
    assert "Hãy chọn chỉ tiêu thống kê" in text
    assert 'value="nhiều"' in text
    assert "(recognised.new.products)" in text
    assert client.post(page, typed(measure="indicator", indicator="recognised.new.products")).status_code == 302


def test_who_was_slower_sees_what_changed(client, office):
    target = TargetFactory(plan__year=2023, scope=TargetScope.EACH_UNIT)
    asked = UnitFactory(district=True, name="Huyện Được Chọn")
    page = reverse("reports:target_edit", args=[target.pk])
    changed = typed(scope="each_unit", version="1", units=[asked.pk])
    assert client.post(page, changed).status_code == 302
    text = client.post(page, typed(scope="each_unit", version="1", text="Tôi sửa")).content.decode()
    assert "Có người khác vừa lưu" in text
    assert "Huyện Được Chọn" in text


def test_a_target_is_deleted_by_a_press(client, office):
    target = TargetFactory()
    done = client.post(reverse("programme:target_delete", args=[target.pk]))
    assert done.url == target.plan.get_absolute_url()
    kept = TargetResultFactory().target
    text = client.post(reverse("programme:target_delete", args=[kept.pk]), follow=True).content.decode()
    assert "không xoá được" in text


def test_a_result_without_file_has_none(client, office):
    assert client.get(reverse("programme:result_file", args=[TargetResultFactory().pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_read_few_queries(client, office, count, django_assert_num_queries):
    plan = PlanFactory()
    unit = UnitFactory(district=True)
    for _number in range(count):
        target = TargetFactory(plan=plan, owner=unit)
        target.units.add(unit)
        TargetResultFactory(target=target)
        PlanFactory()
    for _result in range(count - 1):
        TargetResultFactory(target=target, document=DocumentFactory())
    # Session, user, bell; count; rows.
    with django_assert_num_queries(5):
        client.get(reverse("programme:plan_list"))
    # Session, user, bell; plan; targets; their units.
    with django_assert_num_queries(6):
        client.get(plan.get_absolute_url())
    # Session, user, bell; target; its units; results.
    with django_assert_num_queries(6):
        client.get(reverse("programme:target_detail", args=[target.pk]))


def test_the_plans_of_the_province_come_once():
    load_units()
    office = UserFactory(office=True)
    assert [plan.year for plan in load_plans(office)] == [2022, 2023]
    numbers = {plan.year: plan.targets.values("number").distinct().count() for plan in Plan.objects.all()}
    assert numbers == {2022: 8, 2023: 10}
    assert Target.objects.get(plan__year=2023, number=6).units.count() == 9
    Target.objects.filter(plan__year=2023, number=1).update(planned=60)
    assert load_plans(office) == []
    assert Target.objects.get(plan__year=2023, number=1).planned == 60


def test_a_file_of_evidence_is_kept_with_its_result():
    office, target = UserFactory(office=True), TargetFactory()
    file = ContentFile(b"%PDF-1.7 small", name="x.pdf")
    services.record_result(
        actor=office,
        target_id=target.pk,
        on=today(),
        value=1,
        evidence="Biên bản",
        file=file,
        document=DocumentFactory(),
    )
    with TargetResult.objects.get().file.open() as stored:
        assert stored.read() == b"%PDF-1.7 small"
