"""Editions: read once, drawn as often as asked, frozen, issued; what is fixed never changes."""

import datetime as dt
import hashlib
import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.tests.racing import at_once
from products.models import Product, Recognition
from products.tests.factories import RecognitionFactory
from reports.building.keeping import from_json
from reports.consolidating.services import create_consolidation, edit_passage, update_consolidation
from reports.editions import making as editions_making
from reports.editions.services import delete_consolidation, freeze_edition, issue_edition, request_draft
from reports.enums import ReportKind, ReportState, Stage
from reports.making import make_report, take
from reports.models import Consolidation, Passage, Report, ReportFigure, ReportFile
from reports.querysets import SILENCE
from reports.services import retry_report, send_lost_reports
from reports.tests.world import make_world
from units.tests.factories import UnitFactory


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def province(transactional_db):
    return make_world()


@pytest.fixture
def office(transactional_db):
    return UserFactory(office=True)


@pytest.fixture
def year(province, office):
    """The consolidated report of 2022, still without a draft."""
    return create_consolidation(
        actor=office,
        kind=ReportKind.ANNUAL,
        year=2022,
        first=dt.date(2022, 1, 1),
        last=dt.date(2022, 12, 31),
        as_of=dt.date(2022, 12, 31),
    )


@pytest.fixture
def quick(monkeypatch):
    """Drawing that takes no time; figures, texts and files are still real."""
    monkeypatch.setattr(
        editions_making,
        "draw",
        lambda drawing, *, tick: {"pdf": b"%PDF-1.7 quick", "docx": b"PK quick", "xlsx": b"PK quick too"},
    )


def drafted(office, year) -> Report:
    report = request_draft(actor=office, consolidation_id=year.pk)
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.error) == (ReportState.DONE, "")
    return report


def frozen(office, year) -> Report:
    report = freeze_edition(actor=office, report_id=drafted(office, year).pk)
    make_report(report.pk)
    return Report.objects.get(pk=report.pk)


def issued(office, year, *, number=12) -> Report:
    report = issue_edition(actor=office, report_id=frozen(office, year).pk, **paper(number=number))
    make_report(report.pk)
    return Report.objects.get(pk=report.pk)


def paper(**more) -> dict:
    values = {
        "number": 12,
        "symbol": "BC-VPĐP",
        "issued_on": dt.date(2023, 1, 5),
        "issuer": UnitFactory(agency=True),
        "subject": "Báo cáo OCOP năm 2022",
        "signer": "Nguyễn Văn Ký",
        "signer_capacity": "KT. CHÁNH VĂN PHÒNG – PHÓ CHÁNH VĂN PHÒNG",
    }
    return values | more


def contents(report, stage) -> dict[str, bytes]:
    return {row.format: Path(row.file.path).read_bytes() for row in report.files.filter(stage=stage)}


def words_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def words_of_docx(content: bytes) -> str:
    body = Document(io.BytesIO(content)).element.body
    return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def cells_of(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return " ".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell)


def test_three_files_from_draft_to_issue_say_the_same(year, office):
    """The one test that draws for real: figures, an edited sentence, number, day and signer in all three."""
    draft = drafted(office, year)
    opening = Passage.objects.get(consolidation=year, key="recognised")
    assert "4 sản phẩm" in opening.generated
    edit_passage(
        actor=office,
        passage_id=opening.pk,
        version=opening.version,
        text=f"{opening.generated}\nCâu do Văn phòng viết.",
    )
    fixed = freeze_edition(actor=office, report_id=draft.pk)
    make_report(fixed.pk)
    fixed.refresh_from_db()
    assert (fixed.state, fixed.stage, fixed.edition) == (ReportState.DONE, Stage.FROZEN, 1)
    report = issue_edition(actor=office, report_id=fixed.pk, **paper())
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.stage, report.error) == (ReportState.DONE, Stage.ISSUED, "")
    assert report.files.count() == 9
    files = contents(report, Stage.ISSUED)
    for row in report.files.all():
        assert hashlib.sha256(Path(row.file.path).read_bytes()).hexdigest() == row.sha256
    for text in (words_of_pdf(files["pdf"]), words_of_docx(files["docx"])):
        assert "Câu do Văn phòng viết." in text
        assert "12/BC-VPĐP" in text
        assert "ngày 05 tháng 01 năm 2023" in text
        assert "Nguyễn Văn Ký" in text
        assert "PHÓ CHÁNH VĂN PHÒNG" in text
    before = words_of_pdf(contents(report, Stage.FROZEN)["pdf"])
    assert "Câu do Văn phòng viết." in before
    assert "12/BC-VPĐP" not in before
    book = load_workbook(io.BytesIO(files["xlsx"]))
    figures = {row[6].value: row[4] for row in book["Số liệu"].iter_rows() if row[6].value}
    assert figures["recognised.products"].value == 4
    place = figures["recognised.products"].hyperlink.location
    first = book["Dòng số liệu"][place.rpartition("!")[2]].row
    named = {book["Dòng số liệu"].cell(at, 2).value for at in range(first, first + 4)}
    assert named == {"Hạt sen sấy", "Xoài sấy dẻo", "Nước mắm cá linh", "Rượu sen"}


def test_drawn_again_from_what_is_stored_it_says_the_same(year, office, quick, monkeypatch):
    report = frozen(office, year)
    stored = Report.objects.get(pk=report.pk).snapshot
    figures = list(report.figures.values_list("code", "value", "previous", "row_keys"))
    Product.objects.update(name=Concat("name", Value(" – tên khác")))
    drawings = []
    monkeypatch.setattr(editions_making, "draw", lambda drawing, *, tick: drawings.append(drawing) or {"pdf": b"%PDF"})
    monkeypatch.setattr(editions_making, "collect_edition", None)
    issue_edition(actor=office, report_id=report.pk, **paper())
    make_report(report.pk)
    report.refresh_from_db()
    assert report.is_done
    assert report.snapshot == stored
    assert list(report.figures.values_list("code", "value", "previous", "row_keys")) == figures
    assert drawings[0].data.figures == from_json(stored).figures
    assert "tên khác" not in str(drawings[0].data)


def test_a_new_draft_replaces_the_older_when_it_is_done_and_edits_survive(year, office, quick, settings):
    first = drafted(office, year)
    passage = Passage.objects.get(consolidation=year, key="recognised")
    edit_passage(actor=office, passage_id=passage.pk, version=passage.version, text="Lời của Văn phòng.")
    second = request_draft(actor=office, consolidation_id=year.pk)
    assert request_draft(actor=UserFactory(office=True), consolidation_id=year.pk) == second
    assert Report.objects.filter(pk=first.pk).exists()
    make_report(second.pk)
    assert list(Report.objects.filter(consolidation=year)) == [second]
    assert not (Path(settings.MEDIA_ROOT) / "reports" / str(first.pk)).exists()
    assert Passage.objects.get(pk=passage.pk).text == "Lời của Văn phòng."


def test_a_fixed_edition_stays_beside_a_new_draft(year, office, quick):
    fixed = frozen(office, year)
    draft = drafted(office, year)
    assert set(Report.objects.filter(consolidation=year)) == {fixed, draft}
    assert freeze_edition(actor=office, report_id=draft.pk).edition == 2


def test_a_worker_that_dies_after_reading_leaves_the_drawing_to_the_next(year, office, monkeypatch):
    report = request_draft(actor=office, consolidation_id=year.pk)

    def dies(_drawing, *, tick):
        raise OperationalError("gone")

    monkeypatch.setattr(editions_making, "draw", dies)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.RUNNING
    stored = report.snapshot
    assert stored
    RecognitionFactory(document__issued_on=dt.date(2022, 12, 1))
    Report.objects.update(claimed_at=timezone.now() - SILENCE * 2)
    assert send_lost_reports() == 1
    monkeypatch.setattr(editions_making, "draw", lambda drawing, *, tick: {"pdf": b"%PDF"})
    make_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.DONE, 2)
    assert report.snapshot == stored
    assert report.figures.get(code="recognised.products").value == 4


def test_a_worker_that_dies_while_reading_leaves_nothing(year, office, monkeypatch, quick):
    report = request_draft(actor=office, consolidation_id=year.pk)

    def dies(*_args):
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(editions_making, "refresh_passages", dies)
        make_report(report.pk)
    report.refresh_from_db()
    assert report.snapshot is None
    assert not report.figures.exists()
    Report.objects.update(claimed_at=timezone.now() - SILENCE * 2)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.is_done


def test_an_edition_that_cannot_be_drawn_says_so_and_is_asked_again(year, office, monkeypatch):
    report = request_draft(actor=office, consolidation_id=year.pk)
    with monkeypatch.context() as patched:
        patched.setattr(editions_making, "draw", None)
        make_report(report.pk)
    report.refresh_from_db()
    assert report.is_failed
    assert "Lập lại" in report.error
    monkeypatch.setattr(editions_making, "draw", lambda drawing, *, tick: {"pdf": b"%PDF"})
    retry_report(actor=UserFactory(office=True), report_id=report.pk)
    make_report(report.pk)
    report.refresh_from_db()
    assert report.is_done


def failed(office, year, *, before_reading: bool) -> Report:
    report = request_draft(actor=office, consolidation_id=year.pk)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(editions_making, "collect_edition" if before_reading else "draw", None)
        make_report(report.pk)
    return Report.objects.get(pk=report.pk)


def test_a_failed_draft_is_not_made_again_once_the_days_have_changed(year, office, quick):
    """It would read by the days of now and bear those of then."""
    report = failed(office, year, before_reading=True)
    values = {"name": year.name, "boundaries": year.boundaries, "as_of": dt.date(2022, 11, 30)}
    update_consolidation(actor=office, consolidation_id=year.pk, version=year.version, **values)
    with pytest.raises(Refused, match="dự thảo mới"):
        retry_report(actor=office, report_id=report.pk)


def test_a_failed_draft_is_not_made_again_beside_a_newer_one(year, office, quick):
    """It would write its figures into the passages, and the newer one would be frozen with them."""
    first = failed(office, year, before_reading=True)
    second = failed(UserFactory(office=True), year, before_reading=False)
    with pytest.raises(Refused, match="dự thảo mới"):
        retry_report(actor=office, report_id=first.pk)
    retry_report(actor=office, report_id=second.pk)
    make_report(second.pk)
    assert Report.objects.get(consolidation=year).is_done


def test_who_left_the_office_has_no_edition_drawn_again(year, office, quick):
    """A leader reads; that he asked for the draft once changes nothing."""
    report = freeze_edition(actor=office, report_id=drafted(office, year).pk)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(editions_making, "draw", None)
        make_report(report.pk)
    office.role = Role.LEADER
    office.save()
    assert not Report.objects.retryable_by(office).exists()
    with pytest.raises(PermissionDenied):
        retry_report(actor=office, report_id=report.pk)


def test_a_worker_whose_edition_was_taken_over_stores_nothing(year, office, monkeypatch):
    report = request_draft(actor=office, consolidation_id=year.pk)

    def taken_over(drawing, *, tick):
        Report.objects.update(claimed_at=timezone.now() - SILENCE * 2)
        assert take(report.pk)
        return {"pdf": b"%PDF"}

    monkeypatch.setattr(editions_making, "draw", taken_over)
    make_report(report.pk)
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize("who", ["leader", "administrator", "agency_officer", "local_officer", "council_member"])
def test_only_the_office_drafts_freezes_and_issues(year, office, quick, who):
    other = UserFactory(**{who: True})
    report = drafted(office, year)
    with pytest.raises(PermissionDenied):
        request_draft(actor=other, consolidation_id=year.pk)
    with pytest.raises(PermissionDenied):
        freeze_edition(actor=other, report_id=report.pk)
    with pytest.raises(PermissionDenied):
        issue_edition(actor=other, report_id=report.pk, **paper())
    assert not Report.objects.visible_to(other).exists()


def test_who_reads_a_fixed_edition(year, office, quick):
    report = frozen(office, year)
    for who, sees in (("leader", True), ("administrator", True), ("agency_officer", False), ("local_officer", False)):
        assert Report.objects.visible_to(UserFactory(**{who: True})).filter(pk=report.pk).exists() is sees
    issue_edition(actor=office, report_id=report.pk, **paper())
    assert Report.objects.visible_to(UserFactory(leader=True)).filter(pk=report.pk).exists()


def test_a_fixed_edition_keeps_its_name_whatever_the_report_is_called_later(year, office, quick):
    report = frozen(office, year)
    values = {"name": "Tên khác", "boundaries": year.boundaries, "as_of": year.as_of}
    update_consolidation(actor=office, consolidation_id=year.pk, version=year.version, **values)
    assert Report.objects.get(pk=report.pk).title == year.name
    assert issue_edition(actor=office, report_id=report.pk, **paper()).title == year.name
    make_report(report.pk)
    assert drafted(office, year).title == "Tên khác"


def test_steps_are_taken_in_order(year, office, quick):
    draft = request_draft(actor=office, consolidation_id=year.pk)
    with pytest.raises(Refused, match="chưa lập xong"):
        freeze_edition(actor=office, report_id=draft.pk)
    make_report(draft.pk)
    with pytest.raises(Refused, match="chốt số liệu trước"):
        issue_edition(actor=office, report_id=draft.pk, **paper())
    freeze_edition(actor=office, report_id=draft.pk)
    with pytest.raises(Refused, match="đã chốt"):
        freeze_edition(actor=office, report_id=draft.pk)
    with pytest.raises(Refused, match="Hãy chờ"):
        issue_edition(actor=office, report_id=draft.pk, **paper())
    with pytest.raises(Refused, match="Hãy chờ"):
        request_draft(actor=office, consolidation_id=year.pk)


def test_a_draft_of_other_days_than_those_chosen_now_is_not_frozen(year, office, quick):
    draft = drafted(office, year)
    values = {"name": year.name, "boundaries": year.boundaries, "as_of": dt.date(2022, 11, 30)}
    update_consolidation(actor=office, consolidation_id=year.pk, version=year.version, **values)
    with pytest.raises(Refused, match="đã đổi sau khi lập dự thảo"):
        freeze_edition(actor=office, report_id=draft.pk)


def test_no_document_is_issued_before_the_cut_off_of_its_figures(year, office, quick):
    report = frozen(office, year)
    with pytest.raises(ValidationError) as error:
        issue_edition(actor=office, report_id=report.pk, **paper(issued_on=report.as_of - dt.timedelta(days=1)))
    assert "trước ngày chốt số liệu" in error.value.message_dict["issued_on"][0]
    assert issue_edition(actor=office, report_id=report.pk, **paper(issued_on=report.as_of)).stage == Stage.ISSUED


def test_a_draft_is_not_frozen_while_a_newer_one_has_read_other_figures(year, office, quick, monkeypatch):
    first = drafted(office, year)
    second = request_draft(actor=office, consolidation_id=year.pk)
    monkeypatch.setattr(editions_making, "draw", None)
    make_report(second.pk)
    second.refresh_from_db()
    assert second.is_failed
    with pytest.raises(Refused, match="mới hơn"):
        freeze_edition(actor=office, report_id=first.pk)


def test_passages_whose_figures_changed_are_looked_at_before_freezing(year, office, quick):
    drafted(office, year)
    passage = Passage.objects.get(consolidation=year, key="recognised")
    edit_passage(actor=office, passage_id=passage.pk, version=passage.version, text="Có 4 sản phẩm.")
    RecognitionFactory(document__issued_on=dt.date(2022, 12, 1))
    report = drafted(office, year)
    with pytest.raises(Refused, match="xem lại"):
        freeze_edition(actor=office, report_id=report.pk)
    assert freeze_edition(actor=office, report_id=report.pk, has_looked=True).stage == Stage.FROZEN


def test_two_who_freeze_at_once_make_one_edition(year, office, quick):
    draft = drafted(office, year)
    outcomes = at_once(*[lambda: freeze_edition(actor=office, report_id=draft.pk)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert Report.objects.get(consolidation=year).edition == 1


def test_two_who_ask_at_once_get_one_draft(year, office):
    other = UserFactory(office=True)
    outcomes = at_once(
        lambda: request_draft(actor=office, consolidation_id=year.pk),
        lambda: request_draft(actor=other, consolidation_id=year.pk),
    )
    assert outcomes == [None, None]
    assert Report.objects.filter(consolidation=year).count() == 1


def test_the_database_keeps_a_fixed_edition_as_it_is(year, office, quick):
    report, draft = issued(office, year), drafted(office, year)
    other = Consolidation.objects.create(
        kind="annual", year=2021, name="Khác", first=year.first, last=year.last, as_of=year.as_of, made_by=office
    )
    mine = Report.objects.filter(pk=report.pk)
    acts = [
        lambda: mine.update(snapshot={}),
        lambda: mine.update(texts=[]),
        lambda: mine.update(as_of=dt.date(2023, 1, 1)),
        lambda: mine.update(edition=7),
        lambda: mine.update(frozen_name="Tên khác"),
        lambda: draft.figures.filter(code="recognised.products").update(report=report, code="x"),
        lambda: draft.files.filter(format="pdf").update(report=report, stage="none"),
        lambda: mine.update(frozen_at=timezone.now()),
        lambda: mine.update(consolidation=other),
        lambda: mine.update(stage=Stage.FROZEN, document=None),
        lambda: mine.update(stage=Stage.DRAFT, document=None, edition=None, frozen_at=None),
        mine.delete,
        lambda: report.figures.update(value=1),
        lambda: report.figures.all().delete(),
        lambda: report.files.update(sha256="0" * 64),
        lambda: report.files.all().delete(),
        lambda: ReportFigure.objects.create(report=report, code="x", position=999, value=1, previous=1),
        lambda: ReportFile.objects.create(report=report, format="pdf", stage="draft", sha256="0", size=1, file="x"),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert Recognition.objects.exists()


def test_what_a_draft_has_read_is_not_read_anew(year, office, quick):
    report = drafted(office, year)
    with pytest.raises(IntegrityError, match="never read anew"):
        Report.objects.filter(pk=report.pk).update(snapshot={"@": "ReportData"})


def test_what_was_begun_by_mistake_is_taken_away_until_an_edition_is_fixed(year, office, quick):
    with pytest.raises(PermissionDenied):
        delete_consolidation(actor=UserFactory(leader=True), consolidation_id=year.pk)
    draft = request_draft(actor=office, consolidation_id=year.pk)
    with pytest.raises(Refused, match="đang được lập"):
        delete_consolidation(actor=office, consolidation_id=year.pk)
    make_report(draft.pk)
    delete_consolidation(actor=office, consolidation_id=year.pk)
    assert not Report.objects.filter(pk=draft.pk).exists()
    assert not type(year).objects.filter(pk=year.pk).exists()


def test_a_consolidated_report_with_a_fixed_edition_stays(year, office, quick):
    frozen(office, year)
    with pytest.raises(Refused, match="đã có bản chốt"):
        delete_consolidation(actor=office, consolidation_id=year.pk)
