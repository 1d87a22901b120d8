"""Pages of reports: who sees what, what a press does, what a figure opens to, what a download holds."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from indicators.parts import Added
from products.tests.factories import ProductFactory, RecognitionFactory
from reports import registry, services
from reports.enums import ReportState
from reports.models import Report, ReportFigure
from reports.tests.factories import ReportFactory, finished
from reports.tests.world import AS_OF, YEAR
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(services, "send", lambda pk: found.append(pk) or True)
    return found


@pytest.fixture
def made(world):
    """A finished report of the office on 2022, with the world it counted."""
    report = finished(ReportFactory(first=YEAR.first, last=YEAR.last, as_of=AS_OF))
    report.world = world
    return report


def enter(client, user=None, **trait):
    user = user or UserFactory(**trait)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def address(name, *args):
    return reverse(f"reports:{name}", args=args)


class TestScope:
    @pytest.mark.parametrize("role", ["office", "leader", "administrator"])
    def test_who_reads_everything_sees_every_finished_report(self, role):
        user = UserFactory(**{role: True})
        done, automatic = ReportFactory(done=True), ReportFactory(automatic=True)
        waiting, own = ReportFactory(), ReportFactory(asked_by=user)
        assert set(Report.objects.visible_to(user)) == {done, automatic, own}
        assert waiting not in Report.objects.visible_to(user)

    def test_an_agency_officer_sees_no_report_that_counted_dossiers(self):
        user = UserFactory(agency_officer=True)
        ReportFactory(automatic=True, done=True)
        ReportFactory(done=True)
        ReportFactory(done=True, has_dossiers=False)
        ReportFactory(asked_by=user, done=True, has_dossiers=True)
        own = ReportFactory(asked_by=user, done=True, has_dossiers=False)
        assert list(Report.objects.visible_to(user)) == [own]

    def test_a_local_officer_sees_reports_on_the_own_units_and_no_wider_one(self):
        district = UnitFactory(district=True)
        commune = UnitFactory(parent=district)
        user = UserFactory(local_officer=True, unit=district)
        on_own, below = ReportFactory(done=True, unit=district), ReportFactory(done=True, unit=commune)
        ReportFactory(unit=commune)
        ReportFactory(done=True, unit=UnitFactory())
        ReportFactory(done=True)
        ReportFactory(automatic=True, done=True)
        assert set(Report.objects.visible_to(user)) == {on_own, below}

    def test_a_report_on_a_predecessor_is_seen_by_who_asked_with_this_unit(self):
        commune = UnitFactory()
        SuccessionFactory(to_unit=commune)
        old = commune.predecessions.get().from_unit
        user = UserFactory(local_officer=True, unit=commune)
        own = ReportFactory(asked_by=user, unit=old)
        ReportFactory(done=True, unit=old)
        assert list(Report.objects.visible_to(user)) == [own]

    def test_who_came_from_a_wider_role_or_another_unit_does_not_keep_what_he_saw(self):
        user = UserFactory(local_officer=True)
        ReportFactory(asked_by=user, scope_unit=None, done=True)
        ReportFactory(asked_by=user, scope_unit=UnitFactory(), unit=UnitFactory(), done=True)
        assert not Report.objects.visible_to(user).exists()

    def test_a_council_member_and_a_closed_account_see_none(self):
        ReportFactory(done=True, automatic=True)
        assert not Report.objects.visible_to(UserFactory(council_member=True)).exists()
        assert not Report.objects.visible_to(UserFactory(leader=True, is_active=False)).exists()


class TestList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_row_as_for_three(self, client, count, django_assert_num_queries):
        enter(client, leader=True)
        for _number in range(count):
            report = ReportFactory(done=True, unit=UnitFactory())
            report.files.create(format="pdf", file=f"reports/{report.pk}/a.pdf", sha256="0" * 64, size=9)
        with django_assert_num_queries(7):
            response = client.get(address("report_list"))
        assert response.context["page"].paginator.count == count
        assert response.content.count(b"visually-hidden") > count

    def test_it_filters_by_kind_year_and_asker(self, client):
        user = enter(client, office=True)
        own = ReportFactory(asked_by=user, semiannual=True)
        ReportFactory(automatic=True, done=True)
        assert list(client.get(address("report_list"), {"kind": "semiannual"}).context["page"]) == [own]
        assert list(client.get(address("report_list"), {"asked": "mine"}).context["page"]) == [own]
        assert client.get(address("report_list"), {"year": "1990", "asked": "x"}).status_code == 200

    def test_an_empty_list_says_what_to_do(self, client):
        enter(client, leader=True)
        assert "Chưa có báo cáo nào" in client.get(address("report_list")).content.decode()

    def test_a_council_member_is_refused_with_a_reason(self, client):
        enter(client, council_member=True)
        response = client.get(address("report_list"))
        assert response.status_code == 403
        assert "Thành viên hội đồng chấm hồ sơ" in response.content.decode()


class TestAsking:
    def test_a_press_queues_the_report_and_leads_to_it(self, client, sent, django_capture_on_commit_callbacks):
        user = enter(client, leader=True)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address("report_create"), {"kind": "annual", "year": "2022", "half": "", "unit": ""})
        report = Report.objects.get()
        assert response.url == report.get_absolute_url()
        assert (report.asked_by, report.unit, report.first.isoformat()) == (user, None, "2021-12-15")
        assert sent == [report.pk]

    def test_the_second_press_leads_to_the_same_report(self, client, sent):
        enter(client, leader=True)
        data = {"kind": "semiannual", "year": "2022", "half": "2", "first": "01/07/2022", "last": "31/12/2022"}
        first = client.post(address("report_create"), data)
        assert client.post(address("report_create"), data).url == first.url
        assert Report.objects.get().window_text == "01/07/2022 – 31/12/2022"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"half": "1"}, "không chia kỳ"),
            ({"kind": "semiannual"}, "phải chọn kỳ"),
            ({"year": "hai nghìn"}, "không phải là số nguyên"),
            ({"year": ""}, "year"),
            ({"first": "31/02/2022"}, "Không đọc được ngày"),
            ({"first": "05/05/2022", "last": "04/05/2022"}, "từ ngày bắt đầu kỳ trở đi"),
            ({"as_of": "01/01/2020"}, "Ngày chốt số liệu phải từ"),
            ({"as_of": "01/01/2099"}, "không được sau hôm nay"),
            ({"unit": "987654"}, "unit"),
            ({"kind": "weekly"}, "kind"),
        ],
    )
    def test_what_does_not_fit_is_told_and_what_was_typed_stays(self, client, sent, changed, words):
        enter(client, office=True)
        data = {"kind": "annual", "year": "2022", "half": "", "unit": "", "first": "", "last": "", "as_of": ""}
        response = client.post(address("report_create"), data | changed)
        text = response.content.decode()
        assert response.status_code == 200
        assert response.context["form"].errors
        assert words in text
        assert all(value in text for value in changed.values() if "/" in value)
        assert not Report.objects.exists()

    def test_a_local_officer_is_offered_the_own_unit_and_no_other(self, client, sent):
        user = enter(client, local_officer=True)
        stranger = UnitFactory()
        form = client.get(address("report_create"))
        assert f'<option value="{user.unit_id}" selected' in form.content.decode()
        assert stranger.name not in form.content.decode()
        assert "Toàn tỉnh" not in form.content.decode()
        for unit in (str(stranger.pk), ""):
            response = client.post(address("report_create"), {"kind": "annual", "year": "2022", "unit": unit})
            assert response.context["form"].errors["unit"]
        assert not Report.objects.exists()

    def test_a_link_may_name_the_period(self, client):
        enter(client, leader=True)
        response = client.get(address("report_create"), {"kind": "semiannual", "year": "2021", "half": "2"})
        assert response.context["form"].initial == {"kind": "semiannual", "year": "2021", "half": "2"}
        assert client.get(address("report_create"), {"kind": "<b>", "year": "x", "half": "9"}).status_code == 200


class TestProgress:
    def test_the_page_of_a_report_on_its_way_works_without_a_script(self, client):
        report = ReportFactory(running=True, progress=35, step="Đang lập tệp PDF")
        enter(client, report.asked_by)
        text = client.get(report.get_absolute_url()).content.decode()
        assert "Đang lập tệp PDF" in text
        assert 'value="35"' in text
        assert "Tải lại để xem tiến độ" in text

    def test_the_fragment_asks_for_the_page_once_it_is_done(self, client):
        report = ReportFactory(running=True)
        enter(client, report.asked_by)
        fragment = client.get(address("report_progress", report.pk), headers={"HX-Request": "true"})
        assert "hx-get" in fragment.content.decode()
        assert "<html" not in fragment.content.decode()
        Report.objects.update(state=ReportState.FAILED, error="Lỗi.")
        again = client.get(address("report_progress", report.pk), headers={"HX-Request": "true"})
        assert again.headers["HX-Refresh"] == "true"
        assert client.get(address("report_progress", report.pk)).status_code == 200

    def test_a_failed_report_says_why_and_can_be_made_again(self, client, sent):
        report = ReportFactory(failed=True)
        enter(client, report.asked_by)
        text = client.get(report.get_absolute_url()).content.decode()
        assert "Máy chủ dừng giữa chừng." in text
        assert "Lập lại" in text
        client.post(address("report_retry", report.pk))
        report.refresh_from_db()
        assert report.state == ReportState.QUEUED

    def test_what_cannot_be_made_again_is_told(self, client, sent):
        report = ReportFactory(done=True)
        enter(client, report.asked_by)
        response = client.post(address("report_retry", report.pk), follow=True)
        assert "không ở trạng thái lỗi" in response.content.decode()

    def test_a_leader_does_not_make_the_report_of_another_again(self, client, sent):
        enter(client, leader=True)
        done = ReportFactory(done=True)
        assert client.post(address("report_retry", done.pk)).status_code == 403
        assert client.get(address("report_retry", done.pk)).status_code == 405


class TestReport:
    def test_it_shows_figures_by_section_each_with_its_link(self, client, made):
        enter(client, leader=True)
        text = client.get(made.get_absolute_url()).content.decode()
        assert 'data-code="standing.products"' in text
        assert address("report_figure", made.pk, "standing.products") in text
        assert "66,67 %" in text
        assert "Tải PDF" in text
        assert made.files.get(format="pdf").sha256[:12] in text

    def test_it_costs_the_same_for_one_figure_as_for_three(self, client, django_assert_num_queries):
        enter(client, leader=True)
        for count in (1, 3):
            report = ReportFactory(done=True, unit=UnitFactory())
            for position, code in enumerate(["standing.products", "recognised.products", "revoked.products"][:count]):
                ReportFigure.objects.create(report=report, code=code, position=position, value=1, previous=0)
            with django_assert_num_queries(6):
                client.get(report.get_absolute_url())

    def test_every_figure_opens_to_as_many_rows_as_it_says(self, client, made):
        enter(client, leader=True)
        for figure in made.figures.exclude(row_keys=[]):
            page = client.get(address("report_figure", made.pk, figure.code)).context["page"]
            indicator = registry.get(figure.code)
            if indicator.needs_money:
                assert page.paginator.count == len({row.unit for row in page}), figure.code
                continue
            if isinstance(indicator, Added):
                assert page.paginator.count == len(figure.row_keys), figure.code
                continue
            code = indicator.part.code if indicator.is_percent else figure.code
            assert page.paginator.count == made.figures.get(code=code).value, figure.code

    @pytest.mark.parametrize(
        "code",
        ["standing.products", "entries.producers", "entries.districts", "budget.executed.total", "training.turns"],
    )
    def test_opening_a_figure_costs_the_same_whatever_its_rows(self, client, made, code, django_assert_num_queries):
        enter(client, leader=True)
        figure = made.figures.get(code=code)
        queries = 8 if code == "entries.districts" else 7
        for keys in (figure.row_keys[:1], figure.row_keys):
            ReportFigure.objects.filter(pk=figure.pk).update(row_keys=keys)
            with django_assert_num_queries(queries):
                client.get(address("report_figure", made.pk, code))

    def test_rows_say_why_they_count(self, client, made):
        enter(client, leader=True)
        text = client.get(address("report_figure", made.pk, "recognised.producers")).content.decode()
        assert "Cơ sở Sen Hồng" in text
        assert "Hạt sen sấy – 3 sao, công nhận mới, Quyết định số" in text
        text = client.get(address("report_figure", made.pk, "entries.districts")).content.decode()
        assert "Huyện A" in text
        assert "hồ sơ công nhận lại, Đợt 2022, trình ngày 01/09/2022" in text
        share = client.get(address("report_figure", made.pk, "standing.women.producers_percent")).content.decode()
        assert "25,00 %" in share
        assert "Xem mẫu số" in share

    def test_rows_are_those_of_the_cut_off_though_more_came_since(self, client, made):
        enter(client, leader=True)
        RecognitionFactory(product=ProductFactory(name="Đến sau"))
        text = client.get(address("report_figure", made.pk, "standing.products")).content.decode()
        assert "Đến sau" not in text

    def test_rows_out_of_scope_are_left_out_even_of_a_visible_report(self, client, made):
        user = enter(client, local_officer=True, unit=made.world.communes["A"])
        Report.objects.filter(pk=made.pk).update(unit=user.unit)
        page = client.get(address("report_figure", made.pk, "standing.products")).context["page"]
        assert {one.name for one in page} == {"Hạt sen sấy", "Xoài sấy dẻo"}

    def test_a_code_that_does_not_exist_is_not_found(self, client, made):
        enter(client, leader=True)
        assert client.get(address("report_figure", made.pk, "standing.nothing")).status_code == 404

    def test_out_of_scope_is_not_found(self, client, made):
        for trait in ("local_officer", "agency_officer", "council_member"):
            enter(client, **{trait: True})
            for name, more in (
                ("report_detail", ()),
                ("report_progress", ()),
                ("report_figure", ("standing.products",)),
                ("report_file", ("pdf",)),
            ):
                assert client.get(address(name, made.pk, *more)).status_code == 404
            assert client.post(address("report_retry", made.pk)).status_code == 404


class TestFiles:
    def test_a_download_is_an_attachment_under_the_title_of_the_report(self, client, made):
        enter(client, leader=True)
        response = client.get(address("report_file", made.pk, "xlsx"))
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "B%C3%A1o%20c%C3%A1o%20n%C4%83m%202022" in response.headers["Content-Disposition"]
        content = b"".join(response.streaming_content)
        assert load_workbook(io.BytesIO(content)).sheetnames[0] == "Số liệu"
        pdf = client.get(address("report_file", made.pk, "pdf"))
        assert b"".join(pdf.streaming_content).startswith(b"%PDF-")

    @pytest.mark.parametrize("kind", ["exe", "json", "docx"])
    def test_another_format_is_not_found(self, client, made, kind):
        enter(client, leader=True)
        assert client.get(address("report_file", made.pk, kind)).status_code == 404

    def test_a_report_without_files_yet_has_none(self, client):
        report = ReportFactory(running=True)
        enter(client, report.asked_by)
        assert client.get(address("report_file", report.pk, "pdf")).status_code == 404
