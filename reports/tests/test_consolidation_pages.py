"""Pages of consolidated reports: what they show, keep, cost, and to whom."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from campaigns.tests.factories import CampaignFactory, UnitReportFactory, send
from reports.consolidating.services import create_consolidation, edit_passage, refresh_passages
from reports.enums import ReportKind, ReportState, Stage
from reports.models import Consolidation, Passage, Report, ReportFigure
from reports.tests.test_consolidating import OWN, data_of
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("reports:consolidation_list"), reverse("reports:consolidation_create")
KEY = "recognised"
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


@pytest.fixture
def consolidation(office):
    return made_by(office)


def made_by(office, year=2022, **more):
    """A consolidated report with the figures of a year, and the draft that read them."""
    made = create_consolidation(actor=office, kind=ReportKind.ANNUAL, year=year, **more)
    read(made, office, 156)
    return made


def read(made, office, products):
    """New figures, as a worker would have read them."""
    refresh_passages(made, data_of(made, recognised__products=products, recognised__producers=70))
    draft = Report.objects.create(
        kind=made.kind,
        year=made.year,
        first=made.first,
        last=made.last,
        as_of=made.as_of,
        consolidation=made,
        stage=Stage.DRAFT,
        asked_by=office,
        state=ReportState.DONE,
        progress=100,
        snapshot={"targets": []},
        snapshot_at=dt.datetime(2022, 12, 31, tzinfo=dt.UTC),
        finished_at=dt.datetime(2022, 12, 31, tzinfo=dt.UTC),
    )
    ReportFigure.objects.create(report=draft, code="recognised.products", position=1, value=products, previous=141)


def page_of(consolidation, key=KEY):
    return reverse("reports:consolidation_passage", args=[consolidation.pk, key])


def passage_of(consolidation, key=KEY) -> Passage:
    return Passage.objects.get(consolidation=consolidation, key=key)


def post(client, consolidation, key=KEY, headers=None, **values):
    passage = passage_of(consolidation, key)
    values = {"version": passage.version, "text": passage.text} | values
    return client.post(page_of(consolidation, key), values, headers=headers or {})


class TestCosts:
    """A page costs the same number of queries for one row as for three."""

    @pytest.fixture(params=[1, 3])
    def count(self, request):
        return request.param

    def test_list(self, client, office, django_assert_num_queries, count):
        for at in range(count):
            made_by(office, year=2020 + at)
        with django_assert_num_queries(6):
            client.get(LIST)

    def test_whole_text(self, client, office, consolidation, django_assert_num_queries, count):
        for _each in range(count - 1):
            read(consolidation, office, 157)
        with django_assert_num_queries(7):
            client.get(consolidation.get_absolute_url())

    def test_passage_with_texts_of_units(self, client, office, django_assert_num_queries, count):
        campaign = CampaignFactory(opened=True)
        for _each in range(count):
            send(UnitReportFactory(campaign=campaign))
        made = create_consolidation(actor=office, campaign=campaign)
        read(made, office, 156)
        with django_assert_num_queries(9):
            page = client.get(page_of(made, "communication"))
        assert len(page.context["offers"]) == count


class TestBeginning:
    """The list and the form."""

    def test_from_a_campaign(self, client, office, django_capture_on_commit_callbacks):
        campaign = CampaignFactory(opened=True)
        answer = client.post(CREATE, {"campaign": campaign.pk, "boundaries": "then"})
        made = Consolidation.objects.get()
        assertRedirects(answer, made.get_absolute_url())
        assert (made.campaign, made.editions.get().stage) == (campaign, Stage.DRAFT)
        assertContains(client.get(LIST), made.name)

    def test_by_hand_and_what_does_not_fit_is_kept(self, client, office):
        answer = client.post(CREATE, {"kind": "semiannual", "year": "2022", "boundaries": "now", "name": "Báo cáo ABC"})
        assertContains(answer, "phải chọn kỳ 1")
        assertContains(answer, "Báo cáo ABC")
        assertContains(client.post(CREATE, {"boundaries": "then"}), "Hãy chọn một đợt báo cáo, hoặc nhập mục này.")
        assert not Consolidation.objects.exists()

    def test_the_link_of_a_campaign_chooses_it(self, client, office):
        campaign = CampaignFactory(opened=True)
        assertContains(client.get(CREATE, {"campaign": campaign.pk}), f'<option value="{campaign.pk}" selected>')
        made = create_consolidation(actor=office, campaign=campaign)
        assertRedirects(client.get(CREATE, {"campaign": campaign.pk}), made.get_absolute_url())
        assert client.get(CREATE, {"campaign": "x"}).status_code == 200

    @pytest.mark.parametrize("role", ["leader", "local_officer", "agency_officer", "administrator"])
    def test_others_are_refused(self, client, consolidation, role):
        client.force_login(UserFactory(**{role: True}))
        assert [client.get(url).status_code for url in (LIST, CREATE)] == [403, 403]
        assert client.get(consolidation.get_absolute_url()).status_code == 404
        assert client.get(page_of(consolidation)).status_code == 404


class TestText:
    """The whole text."""

    def test_it_shows_the_outline_with_what_the_figures_say(self, client, consolidation):
        page = client.get(consolidation.get_absolute_url())
        assertContains(page, "I. KẾT QUẢ THỰC HIỆN")
        assertContains(page, "Kết quả, có 156 sản phẩm của 70 chủ thể")

    def test_edited_passages_with_new_figures_stand_on_top(self, client, consolidation, office):
        post(client, consolidation, text=OWN)
        read(consolidation, office, 159)
        assertContains(client.get(consolidation.get_absolute_url()), "1 đoạn đã sửa có số liệu thay đổi sau đó")

    def test_a_new_draft_is_asked_once(self, client, consolidation):
        url = reverse("reports:consolidation_draft", args=[consolidation.pk])
        for _press in range(2):
            assertRedirects(client.post(url), consolidation.get_absolute_url())
        assert consolidation.editions.filter(state=ReportState.QUEUED).count() == 1
        assertNotContains(client.get(consolidation.get_absolute_url()), url)

    def test_the_cut_off_is_changed_for_the_next_draft(self, client, consolidation):
        url = reverse("reports:consolidation_edit", args=[consolidation.pk])
        sent = {"name": "Báo cáo năm", "as_of": "31/12/2022", "boundaries": "now", "version": consolidation.version}
        assertContains(client.get(url), "14/12/2022")
        assertRedirects(client.post(url, sent), consolidation.get_absolute_url())
        stored = Consolidation.objects.get()
        assert (stored.name, stored.as_of, stored.boundaries) == ("Báo cáo năm", dt.date(2022, 12, 31), "now")
        assertContains(client.post(url, sent), "Có người khác vừa lưu bản ghi này")
        early = sent | {"as_of": "01/01/2020", "version": stored.version}
        assertContains(client.post(url, early), "Ngày chốt số liệu phải từ ngày bắt đầu kỳ (15/12/2021)")
        client.post(reverse("reports:consolidation_draft", args=[consolidation.pk]))
        assertContains(client.post(url, sent | {"version": stored.version}), "Dự thảo đang được lập theo các ngày này")


class TestPassage:
    """One passage."""

    def test_it_stands_beside_the_year_before(self, client, consolidation):
        page = client.get(page_of(consolidation))
        assertContains(page, "Cùng kỳ năm trước")
        assert [(one.text, one.previous_text) for one in page.context["figures"]] == [("156", "141")]

    def test_words_are_stored_and_the_next_passage_follows(self, client, consolidation, office):
        answer = post(client, consolidation, text=OWN, then="next")
        assertRedirects(answer, page_of(consolidation, "groups"))
        stored = passage_of(consolidation)
        assert (stored.text, stored.edited_by) == (OWN, office)

    def test_the_last_passage_leads_to_the_whole_text(self, client, consolidation):
        answer = post(client, consolidation, "closing", then="next")
        assertRedirects(answer, consolidation.get_absolute_url())

    def test_it_saves_itself(self, client, consolidation):
        answer = post(client, consolidation, headers=AUTOSAVE, text=OWN)
        assert answer.json()["version"] == passage_of(consolidation).version == 3
        late = client.post(page_of(consolidation), {"version": 2, "text": "Khác."}, headers=AUTOSAVE)
        assert (late.status_code, passage_of(consolidation).text) == (409, OWN)
        long = post(client, consolidation, headers=AUTOSAVE, text="a" * 30_001)
        assert long.status_code == 422

    def test_the_slower_editor_sees_both_texts_and_may_store_his_knowingly(self, client, consolidation):
        seen = passage_of(consolidation).version
        edit_passage(actor=UserFactory(office=True), passage_id=passage_of(consolidation).pk, version=seen, text=OWN)
        page = client.post(page_of(consolidation), {"version": seen, "text": "Câu của tôi."})
        assertContains(page, "Khác với bản người khác vừa lưu")
        assertContains(page, OWN)
        assertContains(page, "Câu của tôi.")
        assert passage_of(consolidation).text == OWN
        client.post(
            page_of(consolidation), {"version": page.context["form"]["version"].value(), "text": "Câu của tôi."}
        )
        assert passage_of(consolidation).text == "Câu của tôi."

    def test_a_changed_figure_is_shown_with_both_sentences(self, client, consolidation, office):
        post(client, consolidation, text=OWN)
        read(consolidation, office, 159)
        page = client.get(page_of(consolidation))
        change = page.context["changes"][0]
        assert (change.label, change.before, change.after) == ("Sản phẩm được công nhận", "156", "159")
        assertContains(page, "có 159 sản phẩm của 70 chủ thể")
        post(client, consolidation, then="checked")
        assert (passage_of(consolidation).text, passage_of(consolidation).changed_figures) == (OWN, {})

    def test_the_generated_words_are_taken(self, client, consolidation, office):
        post(client, consolidation, text=OWN)
        read(consolidation, office, 159)
        post(client, consolidation, then="restore")
        assert "159 sản phẩm" in passage_of(consolidation).text
        assertContains(client.get(page_of(consolidation)), "Nội dung vừa bỏ")
        post(client, consolidation, then="take_back")
        assert passage_of(consolidation).text == OWN
        assertNotContains(client.get(page_of(consolidation)), "Nội dung vừa bỏ")

    def test_leaving_out_stores_the_words_too(self, client, consolidation):
        post(client, consolidation, text=OWN, then="leave_out")
        stored = passage_of(consolidation)
        assert (stored.is_left_out, stored.text) == (True, OWN)
        assertContains(client.get(page_of(consolidation)), "Đưa lại vào báo cáo")
        post(client, consolidation, then="bring_back")
        assert not passage_of(consolidation).is_left_out

    def test_a_passage_of_another_outline_is_not_there(self, client, consolidation):
        assert client.get(page_of(consolidation, "khong-co")).status_code == 404


class TestUnitsTexts:
    """Units' own words beside a passage."""

    @pytest.fixture
    def report(self):
        row = UnitReportFactory(unit__name="Sở Công Thương")
        send(row, text="Mở 2 hội chợ.")
        return row

    @pytest.fixture
    def consolidation(self, office, report):
        return create_consolidation(actor=office, campaign=report.campaign)

    def test_it_is_taken_after_what_was_typed_and_taken_back(self, client, consolidation, report):
        page = client.get(page_of(consolidation, "promotion"))
        assertContains(page, "Mở 2 hội chợ.")
        post(client, consolidation, "promotion", text="Vừa gõ.", pick=f"{report.pk}:results")
        assert passage_of(consolidation, "promotion").text == "Vừa gõ.\nSở Công Thương: Mở 2 hội chợ."
        assertContains(client.get(page_of(consolidation, "promotion")), "Đã dùng")
        assertContains(client.get(page_of(consolidation, "other")), "Đã dùng ở: Hoạt động xúc tiến thương mại")
        pick = passage_of(consolidation, "promotion").picks.get()
        post(client, consolidation, "promotion", unpick=pick.pk)
        assert passage_of(consolidation, "promotion").text == "Vừa gõ."

    def test_what_is_not_there_is_refused_and_the_words_are_kept(self, client, consolidation):
        for strange in ("0:results", "x", ":"):
            page = client.post(
                page_of(consolidation, "promotion"),
                {"version": passage_of(consolidation, "promotion").version, "text": "Vừa gõ.", "pick": strange},
                follow=True,
            )
            assertContains(page, "Đơn vị không còn nội dung này")
        assert passage_of(consolidation, "promotion").text == "Vừa gõ."

    def test_difficulties_are_offered_where_they_fit(self, client, consolidation):
        assert not client.get(page_of(consolidation, "difficulties")).context["offers"]
        assert not client.get(page_of(consolidation, "standing")).context["offers"]


def test_the_only_report_of_a_campaign_is_not_spent_on_one_place(client, office):
    campaign, place = CampaignFactory(opened=True), UnitFactory()
    answer = client.post(CREATE, {"campaign": campaign.pk, "unit": place.pk, "boundaries": "then"})
    assertContains(answer, "toàn tỉnh. Để làm cho một địa bàn")
    assert not Consolidation.objects.exists()
