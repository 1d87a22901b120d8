"""Writing a consolidated report: what the office wrote survives new figures, and nobody overwrites unseen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.tests.factories import UserFactory
from campaigns.enums import NarrativeKey
from campaigns.tests.factories import CampaignFactory, UnitReportFactory, send
from core.errors import Refused, Stale
from core.tests.racing import at_once
from reports.building.data import Figure, Letterhead, ReportData
from reports.consolidating.services import (
    create_consolidation,
    edit_passage,
    leave_out,
    mark_checked,
    pick_narrative,
    refresh_passages,
    restore_generated,
    unpick,
)
from reports.consolidating.template import texts_of_template
from reports.editions.reading import period_of
from reports.editions.services import freeze_edition
from reports.editions.texts import texts_of
from reports.enums import ReportKind, ReportState, Stage
from reports.models import Consolidation, Passage, Report

pytestmark = pytest.mark.django_db
KEY = "recognised"
OWN = "Kết quả, có 156 sản phẩm được công nhận, là năm nhiều nhất từ trước đến nay."


def data_of(consolidation, **values):
    """A report with the figures named: ``recognised__products=156``; those of the year before are zero."""
    figures = tuple(
        Figure(code.replace("__", "."), code, "sản phẩm", "", 0, False, Decimal(value), Decimal(0), ())
        for code, value in values.items()
    )
    head = Letterhead((), (), "BC-VPĐP", "Đồng Tháp", "", "Văn phòng", (), ())
    moment = dt.datetime(2022, 12, 31, tzinfo=dt.UTC)
    return ReportData(period_of(consolidation), None, None, True, moment, head, "", figures, ())


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def consolidation(office):
    made = create_consolidation(actor=office, kind=ReportKind.ANNUAL, year=2022)
    refresh_passages(made, data_of(made, recognised__products=156, recognised__producers=70))
    return made


@pytest.fixture
def passage(consolidation):
    return consolidation.passages.get(key=KEY)


def again(passage) -> Passage:
    return Passage.objects.get(pk=passage.pk)


def edited(passage, office, text=OWN, **more) -> Passage:
    return edit_passage(actor=office, passage_id=passage.pk, version=again(passage).version, text=text, **more)


def test_it_begins_with_every_passage_of_the_outline_and_the_days_of_the_decree(office):
    made = create_consolidation(actor=office, kind=ReportKind.ANNUAL, year=2022)
    assert list(made.passages.values_list("key", flat=True)) == [spec.key for spec in texts_of_template(2022)]
    assert (made.first, made.last, made.as_of) == (dt.date(2021, 12, 15), dt.date(2022, 12, 14), dt.date(2022, 12, 14))
    assert made.name == "Báo cáo tổng hợp Chương trình OCOP năm 2022"


def test_it_takes_the_period_of_its_campaign_and_a_campaign_has_one(office):
    campaign = CampaignFactory(opened=True)
    made = create_consolidation(actor=office, campaign=campaign)
    assert (made.first, made.last, made.kind, made.year) == (
        campaign.first,
        campaign.last,
        campaign.kind,
        campaign.year,
    )
    with pytest.raises(ValidationError):
        create_consolidation(actor=office, campaign=campaign)


@pytest.mark.parametrize("values", [{"kind": "semiannual", "year": 2022}, {"kind": "ad_hoc", "year": 2022}])
def test_days_that_do_not_fit_are_refused(values, office):
    with pytest.raises(Refused):
        create_consolidation(actor=office, **values)
    assert not Consolidation.objects.exists()


def test_new_figures_rewrite_what_nobody_has_edited(consolidation, passage):
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=71))
    after = again(passage)
    assert "159 sản phẩm của 71 chủ thể" in after.text
    assert after.figures == {"recognised.products": "159", "recognised.producers": "71"}
    assert not after.changed_figures
    assert after.version == passage.version + 1


def test_the_same_figures_change_nothing(consolidation, passage):
    refresh_passages(consolidation, data_of(consolidation, recognised__products=156, recognised__producers=70))
    assert again(passage).version == passage.version


def test_an_edit_survives_new_figures_and_both_are_shown(consolidation, passage, office):
    edited(passage, office)
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    after = again(passage)
    assert after.text == OWN
    assert "159 sản phẩm" in after.generated
    assert after.changed_figures == {"recognised.products": ("156", "159")}


def test_saving_again_does_not_hide_that_a_figure_changed(consolidation, passage, office):
    edited(passage, office)
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    edited(passage, office, f"{OWN} Thêm một câu.")
    assert again(passage).changed_figures == {"recognised.products": ("156", "159")}
    edited(passage, office, OWN.replace("156", "159"), is_checked=True)
    assert not again(passage).changed_figures


def test_own_words_are_kept_and_marked_as_checked(consolidation, passage, office):
    edited(passage, office)
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    mark_checked(actor=office, passage_id=passage.pk, version=again(passage).version)
    after = again(passage)
    assert (after.text, after.changed_figures) == (OWN, {})


def test_checking_unseen_figures_is_refused(consolidation, passage, office):
    edited(passage, office)
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    seen = again(passage).version
    refresh_passages(consolidation, data_of(consolidation, recognised__products=160, recognised__producers=70))
    with pytest.raises(Stale):
        mark_checked(actor=office, passage_id=passage.pk, version=seen)


def test_the_generated_words_come_back(passage, office):
    edited(passage, office)
    restore_generated(actor=office, passage_id=passage.pk, version=again(passage).version)
    after = again(passage)
    assert (after.edited, after.basis, after.edited_by, after.text) == (None, None, None, passage.generated)


def test_the_generated_words_typed_again_are_no_edit(passage, office):
    edited(passage, office, f"{passage.generated}\r\n ")
    assert again(passage).edited is None
    edited(passage, office)
    edited(passage, office, passage.generated)
    assert again(passage).edited is None


def test_the_first_edit_on_figures_that_were_never_seen_is_refused(consolidation, passage, office):
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    with pytest.raises(Stale):
        edit_passage(actor=office, passage_id=passage.pk, version=passage.version, text=OWN)
    assert again(passage).edited is None


def test_the_slower_of_two_editors_overwrites_nothing(passage, office):
    edited(passage, office)
    with pytest.raises(Stale):
        edit_passage(actor=UserFactory(office=True), passage_id=passage.pk, version=passage.version, text="Câu khác.")
    assert again(passage).text == OWN


def test_a_text_that_is_too_long_is_refused(passage, office):
    with pytest.raises(Refused):
        edited(passage, office, "a" * 30_001)


def test_what_is_left_out_is_not_printed_and_comes_back(consolidation, passage, office):
    leave_out(actor=office, passage_id=passage.pk, version=passage.version, is_left_out=True)
    assert KEY not in [one["key"] for one in texts_of(consolidation)]
    leave_out(actor=office, passage_id=passage.pk, version=again(passage).version, is_left_out=False)
    assert KEY in [one["key"] for one in texts_of(consolidation)]


@pytest.mark.parametrize("role", ["leader", "local_officer", "agency_officer", "council_member", "administrator"])
def test_nobody_but_the_office_writes(role, passage, office):
    other = UserFactory(**{role: True})
    act = {"actor": other, "passage_id": passage.pk, "version": passage.version}
    for write in (
        lambda: create_consolidation(actor=other, kind=ReportKind.ANNUAL, year=2021),
        lambda: edit_passage(**act, text=OWN),
        lambda: restore_generated(**act),
        lambda: mark_checked(**act),
        lambda: leave_out(**act, is_left_out=True),
        lambda: pick_narrative(**act, report_id=1, narrative="results"),
        lambda: unpick(**act, pick_id=1),
    ):
        with pytest.raises(PermissionDenied):
            write()
    assert again(passage).version == passage.version


class TestUnitsTexts:
    """Taking units' own words into a passage."""

    @pytest.fixture
    def report(self):
        row = UnitReportFactory(unit__name="Sở Công Thương")
        send(row, text="Mở 2 hội chợ.\nĐưa hàng lên sàn.")
        return row

    @pytest.fixture
    def passage(self, report, office):
        made = create_consolidation(actor=office, campaign=report.campaign)
        refresh_passages(made, data_of(made, reported__online_products=438))
        return made.passages.get(key="promotion")

    @staticmethod
    def pick(passage, report, office, narrative=NarrativeKey.RESULTS):
        act = {"actor": office, "passage_id": passage.pk, "version": again(passage).version}
        return pick_narrative(**act, report_id=report.pk, narrative=narrative)

    @staticmethod
    def unpick(passage, office):
        act = {"actor": office, "passage_id": passage.pk, "version": again(passage).version}
        return unpick(**act, pick_id=passage.picks.get().pk)

    def test_a_text_is_added_with_the_name_of_its_unit_and_remembered(self, passage, report, office):
        self.pick(passage, report, office)
        after = again(passage)
        assert after.text == f"{passage.generated}\nSở Công Thương: Mở 2 hội chợ.\nĐưa hàng lên sàn."
        assert (after.basis, after.picks.get().report_id) == (passage.figures, report.pk)
        self.pick(passage, report, office)
        assert (after.picks.count(), again(passage).text) == (1, after.text)

    def test_it_is_taken_out_where_it_stands_as_it_was_put_in(self, passage, report, office):
        self.pick(passage, report, office)
        assert self.unpick(passage, office) is True
        assert (again(passage).edited, passage.picks.count()) == (None, 0)

    def test_words_that_the_office_has_edited_stay(self, passage, report, office):
        self.pick(passage, report, office)
        words = again(passage).text.replace("2 hội chợ", "hai hội chợ")
        edited(passage, office, words)
        assert self.unpick(passage, office) is False
        assert (again(passage).text, passage.picks.count()) == (words, 0)

    def test_what_was_not_sent_for_this_campaign_is_not_taken(self, passage, office):
        other = UnitReportFactory()
        send(other)
        not_sent = UnitReportFactory(campaign=passage.consolidation.campaign)
        for report in (other, not_sent):
            with pytest.raises(Refused):
                self.pick(passage, report, office)
        assert not passage.picks.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told(office):
    made = create_consolidation(actor=office, kind=ReportKind.ANNUAL, year=2022)
    passage = made.passages.get(key=KEY)

    def write(text):
        return edit_passage(actor=office, passage_id=passage.pk, version=passage.version, text=text)

    outcomes = at_once(lambda: write("Câu một."), lambda: write("Câu hai."))
    assert sum(isinstance(one, Stale) for one in outcomes) == 1
    assert again(passage).text in {"Câu một.", "Câu hai."}


def test_a_fixed_edition_keeps_its_texts(consolidation, passage, office):
    draft = consolidation.editions.create(
        kind=consolidation.kind,
        year=2022,
        first=consolidation.first,
        last=consolidation.last,
        as_of=consolidation.as_of,
        stage=Stage.DRAFT,
        asked_by=office,
        state=ReportState.DONE,
        progress=100,
        snapshot={},
        snapshot_at=timezone.now(),
        finished_at=timezone.now(),
    )
    frozen = freeze_edition(actor=office, report_id=draft.pk)
    edited(passage, office)
    refresh_passages(consolidation, data_of(consolidation, recognised__products=159, recognised__producers=70))
    kept = {one["key"]: one["text"] for one in Report.objects.get(pk=frozen.pk).texts}
    assert (kept[KEY], again(passage).text) == (passage.generated, OWN)
