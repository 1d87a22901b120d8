"""The start page: what waits for each role, figures that equal the report's, cost."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import UserFactory
from core.dates import add_months, today
from core.periods import Window
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState
from evaluations.models import DossierMove
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    close,
    scored_by,
)
from indicators.scope import Scope
from producers.tests.factories import ProducerFactory
from products.tests.factories import ProductFactory, RecognitionFactory
from programme.tests.factories import TaskAssignmentFactory
from reports.home import start_page
from reports.home.charts import by_producer, by_unit, stars_by_year
from reports.home.figures import endings_of, figures_of, reporting_year
from reports.home.items import due
from reports.models import ReportFile
from reports.registry import count_all
from reports.tests.factories import ReportFactory
from reports.tests.world import AS_OF, YEAR
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db

HOME = reverse("home")
DAY = dt.timedelta(days=1)


def _ending_in(days: int, **values):
    """A recognition whose last day lies ``days`` ahead."""
    since = add_months(today() + days * DAY, -36)
    return RecognitionFactory(document=DocumentFactory(issued_on=since), valid_until=today() + days * DAY, **values)


def _product_of(unit, **values):
    return ProductFactory(producer__unit=unit, **values)


def _returned(unit, *, note="Thiếu phiếu kiểm nghiệm.", days_ago=2):
    dossier = DossierFactory(product=_product_of(unit), returned=True)
    DossierMove.objects.create(
        dossier=dossier,
        action="return",
        from_state=DossierState.SUBMITTED,
        to_state=DossierState.RETURNED,
        actor=UserFactory(office=True),
        note=note,
        at=timezone.now() - days_ago * DAY,
    )
    return dossier


def _report(**values):
    report = ReportFactory(done=True, **values)
    for file_format in ("pdf", "xlsx"):
        file = ContentFile(b"x", name=f"x.{file_format}")
        ReportFile.objects.create(report=report, format=file_format, file=file, sha256="0" * 64, size=1)
    return report


def _texts(user) -> list[str]:
    return [todo.text for todo in start_page(user).todos]


def _fill(user, rows: int) -> None:
    """Put ``rows`` of everything that the page may show in reach of ``user``."""
    unit = user.unit if user.is_local_officer else UnitFactory()
    for _ in range(rows):
        _ending_in(20, product=_product_of(unit))
        _returned(unit)
        DossierFactory(product=_product_of(unit))
        DossierFactory(product=_product_of(unit), submitted=True)
        close(DossierFactory(product=_product_of(unit), accepted=True), {})
        scored_by(DossierFactory(product=_product_of(unit), accepted=True), {})
        AssignmentFactory(dossier__product=_product_of(unit), member__user=user)
        ReportFactory(failed=True, asked_by=user, unit=unit if user.is_local_officer else None)
        _report(asked_by=user, unit=unit if user.is_local_officer else None, has_dossiers=user.role != "agency_officer")
        TaskAssignmentFactory(unit=user.unit)
        UserFactory()


class TestCost:
    """The page costs what its role costs, however much there is."""

    @pytest.mark.parametrize(
        ("role", "queries"),
        [
            (Role.LOCAL_OFFICER, 26),
            (Role.AGENCY_OFFICER, 21),
            (Role.OFFICE, 33),
            (Role.COUNCIL_MEMBER, 6),
            (Role.LEADER, 19),
            (Role.ADMINISTRATOR, 20),
        ],
    )
    @pytest.mark.parametrize("rows", [1, 3, 5])
    def test_the_number_of_queries_depends_on_the_role_alone(
        self, client, django_assert_num_queries, role, queries, rows
    ):
        user = UserFactory(**{role: True})
        _fill(user, rows)
        client.force_login(user)
        with django_assert_num_queries(queries):
            response = client.get(HOME)
        assert response.context["home"].todos or role in {Role.LEADER, Role.AGENCY_OFFICER}


class TestEveryRole:
    """What holds for all."""

    @pytest.mark.parametrize("role", Role)
    def test_every_link_of_the_page_opens(self, client, role):
        user = UserFactory(**{role: True})
        _fill(user, 1)
        client.force_login(user)
        home = client.get(HOME).context["home"]
        links = {todo.url for todo in home.todos} | {one.url for one in home.endings if one.count}
        links |= {one.url for one in (home.year.figures if home.year else ()) if one.url}
        links |= {url for chart in home.charts for url in chart.data.get("links", ())}
        links |= {reverse("evaluations:sheet_edit", args=[one.dossier_id]) for one in home.queue}
        assert links
        assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)

    @pytest.mark.parametrize("role", Role)
    def test_an_empty_portal_says_that_nothing_waits(self, client, role):
        user = UserFactory(**{role: True}, last_login=timezone.now())
        client.force_login(user)
        User.objects.exclude(pk=user.pk).update(is_active=False)
        response = client.get(HOME)
        assert not response.context["home"].todos
        body = response.content.decode()
        assert ("Không có việc nào đang chờ bạn." in body) == (role not in {Role.LEADER, Role.AGENCY_OFFICER})
        assert "data-chart" not in body

    def test_the_oldest_deadline_stands_first(self):
        officer = UserFactory(local_officer=True)
        _ending_in(100, product=_product_of(officer.unit, name="Sau"))
        DossierFactory(product=_product_of(officer.unit, name="Giữa"), round__closes_on=today() + 40 * DAY)
        _returned(officer.unit)
        days = [todo.deadline.when for todo in start_page(officer).todos]
        assert len(days) >= 4
        assert days == sorted(days)

    def test_a_deadline_says_how_near_it_is(self):
        day = dt.date(2026, 11, 21)
        words = [(one.label, one.tone) for one in (due(day + left * DAY, day) for left in (-1, 0, 7, 8))]
        assert words == [
            ("Quá hạn từ 20/11/2026", "danger"),
            ("Hạn hôm nay", "decision"),
            ("Còn 7 ngày (28/11/2026)", "warning"),
            ("Hạn 29/11/2026", "neutral"),
        ]


class TestLocalOfficer:
    """Own dossiers, own products, open rounds."""

    @pytest.fixture
    def officer(self, client):
        user = UserFactory(local_officer=True)
        client.force_login(user)
        return user

    def test_what_came_back_is_named_with_its_reason(self, officer):
        dossier = _returned(officer.unit, note="Thiếu phiếu kiểm nghiệm.", days_ago=2)
        [todo] = [one for one in start_page(officer).todos if "Bổ sung" in one.text]
        assert (todo.url, todo.meta) == (dossier.get_absolute_url(), "Thiếu phiếu kiểm nghiệm.")
        assert todo.deadline.when == today() - 2 * DAY

    def test_many_of_a_kind_are_one_line_with_their_number(self, officer, client):
        for _ in range(4):
            DossierFactory(product=_product_of(officer.unit))
        [todo] = [one for one in start_page(officer).todos if "trình" in one.text]
        assert "4 hồ sơ nháp" in todo.text
        assert client.get(todo.url).context["page"].paginator.count == 4

    def test_a_draft_is_due_when_its_round_closes(self, officer):
        DossierFactory(product=_product_of(officer.unit), round__closed=True)
        [todo] = start_page(officer).todos
        assert todo.deadline.tone == "danger"

    def test_a_star_that_ends_soon_waits_until_a_dossier_is_begun(self, officer):
        recognition = _ending_in(180, product=_product_of(officer.unit, name="Trà lá sen"))
        assert _texts(officer) == ["Chuẩn bị đánh giá lại “Trà lá sen”"]
        DossierFactory(product=recognition.product, round__closed=True)
        assert _texts(officer) == ["Hoàn thiện và trình hồ sơ “Trà lá sen”"]

    def test_a_star_that_ends_later_or_of_a_product_no_longer_made_does_not_wait(self, officer):
        _ending_in(181, product=_product_of(officer.unit))
        _ending_in(30, product=_product_of(officer.unit, stopped=True))
        assert not _texts(officer)

    def test_rounds_of_the_province_that_are_open_wait(self, officer):
        turn = RoundFactory(name="Đợt mở")
        RoundFactory(name="Đợt đã đóng", closed=True)
        RoundFactory(name="Trung ương", central=True)
        DossierFactory(round=turn, product=_product_of(officer.unit), withdrawn=True)
        DossierFactory(round=turn)
        [todo] = start_page(officer).todos
        assert (todo.text, todo.meta) == ("Đợt mở đang nhận hồ sơ", "Đơn vị chưa lập hồ sơ nào")
        assert todo.deadline.when == turn.closes_on

    def test_nothing_of_another_unit_is_there(self, officer):
        _fill(UserFactory(local_officer=True), 1)
        home = start_page(officer)
        assert all("đang nhận hồ sơ" in todo.text for todo in home.todos)
        assert all(todo.meta == "Đơn vị chưa lập hồ sơ nào" for todo in home.todos)
        assert [one.value for one in home.year.figures] == [0, 0, 0, 0]
        assert not any(one.count for one in home.endings)
        assert not any(chart.data for chart in home.charts)
        assert not home.reports


class TestOffice:
    """Round by round."""

    @pytest.fixture
    def office(self, client):
        user = UserFactory(office=True)
        client.force_login(user)
        return user

    def test_dossiers_to_check_lead_to_the_list_of_the_round(self, office, client):
        turn = CouncilMemberFactory(round__name="Đợt 1").round
        for _ in range(2):
            DossierFactory(round=turn, submitted=True)
        one = DossierFactory(submitted=True, product__name="Kẹo dừa", round__name="Đợt 2")
        CouncilMemberFactory(round=one.round)
        todos = {todo.meta: todo for todo in start_page(office).todos}
        assert todos["Đợt 1"].text == "Kiểm tra 2 hồ sơ mới trình"
        assert client.get(todos["Đợt 1"].url).context["page"].paginator.count == 2
        assert (todos["Đợt 2"].text, todos["Đợt 2"].url) == (
            "Kiểm tra hồ sơ “Kẹo dừa” mới trình",
            one.get_absolute_url(),
        )

    def test_a_dossier_that_was_sent_again_waits_since_then(self, office):
        dossier = DossierFactory(submitted=True)
        CouncilMemberFactory(round=dossier.round)
        sent_again = timezone.now() - 3 * DAY
        for at in (sent_again - 17 * DAY, sent_again):
            DossierMove.objects.create(
                dossier=dossier, action="submit", from_state="draft", to_state="submitted", actor=office, at=at
            )
        [todo] = start_page(office).todos
        assert todo.deadline.when == timezone.localdate(sent_again)

    def test_only_a_dossier_with_all_its_sheets_can_be_closed(self, office):
        dossier = DossierFactory(accepted=True)
        scored_by(dossier, {}, {})
        missing = AssignmentFactory(dossier=DossierFactory(accepted=True, round=dossier.round))
        assert _texts(office) == [f"Chốt kết quả chấm của hồ sơ “{dossier.product}”"]
        AssignmentFactory(dossier=dossier, member=missing.member)
        assert not _texts(office)

    def test_scored_dossiers_need_a_decision(self, office):
        dossier = close(DossierFactory(accepted=True), {})
        [todo] = start_page(office).todos
        assert (todo.deadline.tone, todo.url) == (
            "decision",
            reverse("evaluations:round_decision", args=[dossier.round_id]),
        )

    def test_what_lies_with_the_central_council_does_not_wait_here(self, office):
        DossierFactory(central=True, submitted=True)
        assert not _texts(office)
        DossierFactory(central=True, product__name="Nhãn sấy")
        assert _texts(office) == ["Hoàn thiện và trình hồ sơ “Nhãn sấy”"]

    def test_an_open_round_needs_a_council(self, office):
        turn = RoundFactory(name="Đợt 1")
        assert _texts(office) == ["Lập hội đồng cho Đợt 1"]
        CouncilMemberFactory(round=turn)
        assert not _texts(office)

    def test_only_failed_reports_that_the_person_may_retry_wait(self, office):
        mine = ReportFactory(failed=True, asked_by=office)
        ReportFactory(failed=True)
        ReportFactory(failed=True, semiannual=True, automatic=True)
        todos = start_page(office).todos
        assert {todo.text for todo in todos} == {
            "Lập lại báo cáo năm 2022 (Toàn tỉnh): lần trước chưa lập được",
            "Lập lại báo cáo 6 tháng đầu năm 2022 (Toàn tỉnh): lần trước chưa lập được",
        }
        assert mine.get_absolute_url() in {todo.url for todo in todos}


class TestCouncilMember:
    """The own queue and nothing else."""

    def test_says_how_many_sheets_are_sent_and_names_the_next(self, client):
        member = CouncilMemberFactory()
        client.force_login(member.user)
        names = ("Ba", "Ấm trà", "Cốm")
        dossiers = [DossierFactory(accepted=True, round=member.round, product__name=name) for name in names]
        for dossier in dossiers:
            AssignmentFactory(dossier=dossier, member=member)
        AssignmentFactory()
        AssignmentFactory(
            dossier=DossierFactory(accepted=True, without_criteria=True, round=member.round), member=member
        )
        response = client.get(HOME)
        home = response.context["home"]
        [todo] = home.todos
        assert todo.text == "Chấm điểm 3 sản phẩm"
        assert todo.meta == f"{member.round} · đã gửi 0/3 phiếu"
        assert [str(one.dossier.product) for one in home.queue] == ["Ấm trà", "Ba", "Cốm"]
        assert "Số liệu năm" not in response.content.decode()

    def test_a_sent_sheet_no_longer_waits(self):
        dossier = DossierFactory(accepted=True)
        [seat] = scored_by(dossier, {})
        assert not _texts(seat.member.user)
        AssignmentFactory(dossier=DossierFactory(accepted=True, round=dossier.round), member=seat.member)
        [todo] = start_page(seat.member.user).todos
        assert todo.meta.endswith("đã gửi 1/2 phiếu")


class TestReaders:
    """Leaders, agencies and the administrator."""

    def test_a_leader_sees_figures_first_and_downloads_the_newest_reports(self, client):
        leader = UserFactory(leader=True)
        client.force_login(leader)
        _report(automatic=True)
        newest = _report(automatic=True, semiannual=True, first=dt.date(2022, 12, 15), last=dt.date(2023, 6, 14))
        _report(unit=UnitFactory(name="Xã riêng"))
        ReportFactory(automatic=True, semiannual=True)
        response = client.get(HOME)
        body = response.content.decode()
        assert response.context["home"].reports[0] == newest
        assert [str(one) for one in response.context["home"].reports] == [
            "Báo cáo 6 tháng đầu năm 2022 – Toàn tỉnh",
            "Báo cáo năm 2022 – Toàn tỉnh",
        ]
        assert reverse("reports:report_file", args=[newest.pk, "pdf"]) in body
        assert reverse("reports:report_file", args=[newest.pk, "xlsx"]) in body
        assert body.index("Số liệu năm") < body.index("Báo cáo mới nhất")
        assert "Đang chờ bạn" not in body

    def test_a_leader_is_not_asked_to_retry_what_only_the_office_may(self):
        leader = UserFactory(leader=True)
        ReportFactory(failed=True, automatic=True)
        assert not _texts(leader)
        ReportFactory(failed=True, asked_by=leader)
        assert len(_texts(leader)) == 1

    def test_an_agency_reads_no_dossiers_and_only_reports_without_them(self, client):
        officer = UserFactory(agency_officer=True)
        client.force_login(officer)
        _report(automatic=True)
        own = _report(asked_by=officer, has_dossiers=False)
        home = client.get(HOME).context["home"]
        assert "entries.products" not in [one.indicator.code for one in home.year.figures]
        assert len(home.year.figures) == 4
        assert home.reports == [own]

    def test_the_administrator_hears_of_accounts_that_nobody_uses(self):
        administrator = UserFactory(administrator=True, last_login=timezone.now())
        User.objects.exclude(pk=administrator.pk).delete()
        UserFactory()
        UserFactory(is_active=False)
        UserFactory(last_login=timezone.now() - 45 * DAY)
        assert _texts(administrator) == ["1 tài khoản chưa đăng nhập lần nào"]
        UserFactory(last_login=timezone.now() - 46 * DAY)
        assert _texts(administrator)[1:] == ["1 tài khoản không đăng nhập quá 45 ngày"]


class TestFigures:
    """Home and report count the same rows."""

    @pytest.fixture
    def scope(self, world):
        return Scope(UserFactory(leader=True), None, YEAR, AS_OF)

    def test_figures_equal_those_of_the_report(self, scope):
        now, before = count_all(scope), count_all(scope.year_before())
        figures = figures_of(scope).figures
        assert [(one.indicator.code, one.value, one.before) for one in figures] == [
            (code, now[code].value, before[code].value)
            for code in ("standing.products", "standing.producers", "recognised.products", "entries.products")
        ]
        # By hand: docstring of ``world``; in 2021 four were in force and two were recognised.
        assert [(one.value, one.change) for one in figures] == [(6, 2), (4, 1), (4, 2), (4, 4)]

    def test_stars_by_year_equal_the_world(self, scope):
        chart = stars_by_year(scope)
        by_star = {one["name"]: one["data"] for one in chart.data["series"]}
        assert chart.data["categories"] == ["2017", "2018", "2019", "2020", "2021", "Hôm nay"]
        assert by_star == {"3 sao": [0, 0, 0, 1, 3, 3], "4 sao": [0, 0, 0, 1, 1, 3], "5 sao": [0, 0, 0, 0, 0, 0]}

    def test_the_reporting_year_begins_on_the_day_after_closing(self):
        assert reporting_year(dt.date(2026, 12, 14)) == 2026
        assert reporting_year(dt.date(2026, 12, 15)) == 2027

    def test_units_stand_in_the_boundaries_of_the_day(self, client):
        leader = UserFactory(leader=True)
        client.force_login(leader)
        merger = SuccessionFactory(to_unit__name="Xã Mới")
        other = UnitFactory(name="Xã Khác")
        for unit in (merger.from_unit, merger.to_unit, other):
            _ending_in(300, product=_product_of(unit))
        today_scope = Scope(leader, None, Window(today(), today()), today())
        chart = by_unit(today_scope)
        assert list(zip(chart.data["categories"], chart.data["series"][0]["data"], strict=True)) == [
            ("Xã Mới", 2),
            ("Xã Khác", 1),
        ]
        assert client.get(chart.data["links"][0]).context["page"].paginator.count == 2

    def test_more_units_than_bars_are_said_in_the_title(self):
        for _ in range(13):
            _ending_in(300)
        scope = Scope(UserFactory(leader=True), None, Window(today(), today()), today())
        chart = by_unit(scope)
        assert (len(chart.data["categories"]), chart.title) == (12, "12 đơn vị có nhiều sản phẩm còn hiệu lực nhất")

    def test_a_commune_is_shown_by_producer(self):
        officer = UserFactory(local_officer=True)
        producer = ProducerFactory(unit=officer.unit, name="Cơ sở Hai")
        for _ in range(2):
            _ending_in(300, product__producer=producer)
        scope = Scope(officer, officer.unit, Window(today(), today()), today())
        chart = by_producer(scope)
        assert (chart.data["categories"], chart.data["series"][0]["data"]) == (["Cơ sở Hai"], [2])
        assert [one.identifier for one in start_page(officer).charts] == ["stars-by-year", "products-by-producer"]

    def test_what_ends_in_a_quarter_is_what_its_list_shows(self, client):
        leader = UserFactory(leader=True)
        client.force_login(leader)
        for days in (0, 80, 170, 260, 500):
            _ending_in(days)
        scope = Scope(leader, None, Window(today(), today()), today())
        endings = endings_of(scope)
        assert len(endings) == 4
        assert sum(one.count for one in endings) == 4
        counts = [client.get(one.url).context["page"].paginator.count for one in endings]
        assert counts == [one.count for one in endings]

    def test_every_chart_has_its_table(self, client):
        client.force_login(UserFactory(leader=True))
        _ending_in(300)
        body = client.get(HOME).content.decode()
        assert body.count("chart-table") == 2
        assert body.count('type="application/json"') == 2
