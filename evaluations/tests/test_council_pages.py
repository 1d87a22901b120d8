"""Pages of councils, assignment, recusals and sessions: what they show, keep and cost."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import CouncilOffice, Presence, RecusalGround
from evaluations.models import Assignment, CouncilSession, Interest, Recusal, TeamMember
from evaluations.services.assigning import recuse
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
    choices_for,
    hold_session,
)
from producers.tests.factories import ProducerFactory
from units.enums import UnitKind
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
CHAIR = CouncilOffice.CHAIR


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def url(name, row):
    return reverse(f"evaluations:{name}", args=[row.pk])


class TestCosts:
    """A page costs the same number of queries for one row as for three."""

    @pytest.fixture(params=[1, 3])
    def count(self, request):
        return request.param

    @pytest.fixture
    def turn(self, count):
        turn = RoundFactory()
        for _n in range(count):
            home = UnitFactory()
            seat = CouncilMemberFactory(round=turn, user__unit=home)
            TeamMember.objects.create(round=turn, full_name=seat.user.full_name)
            dossier = DossierFactory(round=turn, accepted=True, product__producer__unit=home)
            AssignmentFactory(dossier=dossier, member=seat)
            out = AssignmentFactory(dossier=dossier)
            recuse(actor=out.member.user, assignment_id=out.pk, ground=RecusalGround.OTHER, reason="Lý do")
            DocumentFactory()
        return turn

    @pytest.mark.parametrize(
        ("name", "queries"), [("round_council", 20), ("round_assignments", 15), ("round_conflicts", 8)]
    )
    @pytest.mark.usefixtures("office")
    def test_pages_of_a_round(self, client, django_assert_num_queries, turn, name, queries):
        with django_assert_num_queries(queries):
            client.get(url(name, turn))

    @pytest.mark.usefixtures("office")
    def test_recusing(self, client, django_assert_num_queries, count):
        dossier = DossierFactory(accepted=True)
        AssignmentFactory.create_batch(count, dossier=dossier)
        with django_assert_num_queries(9):
            client.get(url("recusal_create", dossier))

    @pytest.mark.parametrize(("name", "queries"), [("session_detail", 5), ("session_edit", 7)])
    @pytest.mark.usefixtures("office")
    def test_pages_of_a_session(self, client, django_assert_num_queries, turn, name, queries):
        session = hold_session(turn, office=UserFactory(office=True))
        with django_assert_num_queries(queries):
            client.get(url(name, session))

    def test_interests(self, client, office, django_assert_num_queries, count):
        for _n in range(count):
            Interest.objects.create(
                user=UserFactory(council_member=True), producer=ProducerFactory(), ground="other", stated_by=office
            )
        with django_assert_num_queries(6):
            assert len(client.get(reverse("evaluations:interest_list")).context["interests"]) == count


class TestCouncil:
    def typed(self, **changes):
        data = {
            "team-TOTAL_FORMS": "1",
            "team-INITIAL_FORMS": "0",
            "team-0-full_name": "",
            "council-source": "none",
            "adviser-source": "none",
        }
        return data | {key.replace("__", "-"): value for key, value in changes.items()}

    def test_council_team_and_a_new_decision_are_saved_together(self, client, office):
        turn, (one, two) = RoundFactory(), UserFactory.create_batch(2, council_member=True)
        province = UnitFactory(kind=UnitKind.PROVINCE)
        data = self.typed(
            **{
                f"seat_{one.pk}": "chair",
                f"agency_{one.pk}": "UBND tỉnh",
                f"seat_{two.pk}": "",
                "team__0__full_name": "Lê Thị Ba",
                "team__0__office": "chair",
                "council__source": "new",
                "council_new__number": "12",
                "council_new__symbol": "QĐ-UBND",
                "council_new__issued_on": format_date(today()),
                "council_new__issuer": province.pk,
                "council_new__subject": "Thành lập Hội đồng",
                "adviser__source": "same",
            }
        )
        assertRedirects(client.post(url("round_council", turn), data), turn.get_absolute_url())
        turn.refresh_from_db()
        assert turn.members.values_list("user", "office", "agency").get() == (one.pk, "chair", "UBND tỉnh")
        assert turn.team.values_list("full_name", "office").get() == ("Lê Thị Ba", "chair")
        assert turn.council_document == turn.team_document == OfficialDocument.objects.get()

    def test_the_page_shows_what_is_stored_and_saving_it_changes_nothing(self, client, office):
        turn, decision = RoundFactory(), DocumentFactory()
        seat = CouncilMemberFactory(round=turn, office=CHAIR, agency="Sở Công Thương")
        TeamMember.objects.create(round=turn, full_name="Lê Thị Ba", position="Trưởng phòng", office="member")
        turn.council_document = decision
        turn.save()
        forms = client.get(url("round_council", turn)).context["forms"]
        data = {form.add_prefix(name): form[name].value() or "" for form in forms.single for name in form.fields}
        row = forms.team.forms[0]
        data |= {
            "team-TOTAL_FORMS": "1",
            "team-INITIAL_FORMS": "1",
            **{f"team-0-{name}": row[name].value() for name in ("full_name", "position", "agency", "office")},
            "council-document": decision.pk,
        }
        team = turn.team.get().pk
        client.post(url("round_council", turn), data)
        turn.refresh_from_db()
        assert turn.members.values_list("pk", "office", "agency").get() == (seat.pk, "chair", "Sở Công Thương")
        assert (turn.team.get().pk, turn.council_document, turn.team_document) == (team, decision, None)

    def test_one_more_row_and_a_wrong_form_keep_what_was_typed(self, client, office):
        turn, (one, two) = RoundFactory(), UserFactory.create_batch(2, council_member=True)
        data = self.typed(**{f"seat_{one.pk}": "chair", f"seat_{two.pk}": "chair", "team__0__full_name": "Lê Thị Ba"})
        more = client.post(url("round_council", turn), data | {"add_team": "1"}).context["forms"]
        assert [form["full_name"].value() for form in more.team.forms] == ["Lê Thị Ba", None]
        response = client.post(url("round_council", turn), data | {"adviser-source": "existing"})
        assertContains(response, "Hãy chọn quyết định")
        response = client.post(url("round_council", turn), data)
        assertContains(response, "chỉ có một chủ tịch")
        assert [row.office.value() for row in response.context["forms"].seats.rows] == ["chair", "chair"]
        assert not turn.members.exists()

    def test_what_another_person_saved_in_between_is_not_overwritten(self, client, office):
        turn, (one, two) = RoundFactory(), UserFactory.create_batch(2, council_member=True)
        seen = client.get(url("round_council", turn)).context["forms"].seats["seen"].value()
        services.set_council(actor=office, round_id=turn.pk, members=[(one, CHAIR)])
        response = client.post(url("round_council", turn), self.typed(**{f"seat_{two.pk}": "chair", "seen": seen}))
        assertContains(response, "Có người khác vừa lưu hội đồng")
        assertContains(response, f"{one.full_name}: đang lưu “Chủ tịch”, bạn nhập “Không tham gia”")
        assert turn.members.get().user == one
        again = response.context["forms"].seats["seen"].value()
        client.post(url("round_council", turn), self.typed(**{f"seat_{two.pk}": "chair", "seen": again}))
        assert turn.members.get().user == two

    def test_the_last_council_is_copied_by_a_button(self, client, office):
        last, turn = RoundFactory(closed=True), RoundFactory()
        seat = CouncilMemberFactory(round=last)
        CouncilMemberFactory(round=last, user__is_active=False, user__full_name="Đã Nghỉ Hưu")
        assertContains(client.get(url("round_council", turn)), url("council_copy", turn))
        assertContains(client.post(url("council_copy", turn), follow=True), "Đã Nghỉ Hưu")
        assert turn.members.get().user == seat.user


class TestAssignments:
    @pytest.fixture
    def turn(self):
        return RoundFactory(rule_version=RuleVersionFactory(least_sheets=2))

    def save(self, client, turn, query="", **data):
        return client.post(url("round_assignments", turn) + query, data, follow=True)

    def pairs(self):
        return set(Assignment.objects.counting().values_list("dossier", "member"))

    def test_only_the_difference_to_what_was_shown_is_written(self, client, office, turn):
        one, two = DossierFactory.create_batch(2, round=turn, accepted=True)
        first, second = CouncilMemberFactory.create_batch(2, round=turn)
        kept, off = f"{one.pk}-{first.pk}", f"{two.pk}-{first.pk}"
        AssignmentFactory(dossier=one, member=first)
        AssignmentFactory(dossier=two, member=first)
        # Meanwhile somebody else gave the first product to the second member.
        AssignmentFactory(dossier=one, member=second)
        self.save(client, turn, give=[kept, f"{two.pk}-{second.pk}"], was=[kept, off], act="save")
        assert self.pairs() == {(one.pk, first.pk), (one.pk, second.pk), (two.pk, second.pk)}

    def test_a_whole_criteria_set_is_given_to_members_at_once_and_taken_off(self, client, office, turn):
        one, two = DossierFactory.create_batch(
            2, round=turn, accepted=True, product__group=DossierFactory().product.group
        )
        other = DossierFactory(round=turn, accepted=True)
        seats = CouncilMemberFactory.create_batch(2, round=turn)
        to = [seat.pk for seat in seats]
        query = f"?criteria_set={one.criteria_set_id}"
        assert one.criteria_set_id == two.criteria_set_id != other.criteria_set_id
        self.save(client, turn, query, act="assign", all="1", to=to)
        assert self.pairs() == {(dossier.pk, seat) for dossier in (one, two) for seat in to}
        self.save(client, turn, query, act="unassign", row=[one.pk], to=to[:1])
        assert self.pairs() == {(one.pk, to[1]), (two.pk, to[0]), (two.pk, to[1])}

    def test_a_begun_sheet_is_named_and_the_ticks_come_again(self, client, office, turn):
        dossier = DossierFactory(round=turn, accepted=True)
        begun, free = AssignmentFactory.create_batch(2, dossier=dossier)
        choices = choices_for(dossier, {"3": None})
        services.save_sheet(actor=begun.member.user, assignment_id=begun.pk, choices=choices)
        response = self.save(
            client, turn, act="unassign", row=[dossier.pk], to=[begun.member_id], was=[f"{dossier.pk}-{free.member_id}"]
        )
        assertContains(response, f"{begun.member} – {dossier}")
        (row,) = response.context["rows"]
        assert [(place.is_given, place.was, place.fixed) for place in row.places] == [
            (True, True, "draft"),
            (False, True, ""),
        ]
        assert len(self.pairs()) == 2

    def test_products_with_too_few_members_are_flagged_and_found(self, client, office, turn):
        enough, few = DossierFactory.create_batch(2, round=turn, accepted=True)
        AssignmentFactory.create_batch(2, dossier=enough)
        out = AssignmentFactory.create_batch(2, dossier=few)[0]
        recuse(actor=office, assignment_id=out.pk, ground=RecusalGround.OTHER, reason="Lý do")
        response = client.get(url("round_assignments", turn))
        assert response.context["lacking"] == 1
        assertContains(response, "Thiếu: 1/2")
        rows = client.get(url("round_assignments", turn), {"lacking": "on"}).context["rows"]
        assert [row.dossier for row in rows] == [few]

    def test_one_member_is_one_column(self, client, office, turn):
        DossierFactory(round=turn, accepted=True)
        first, _second = CouncilMemberFactory.create_batch(2, round=turn)
        response = client.get(url("round_assignments", turn), {"member": first.pk})
        assert [place.seat for place in response.context["rows"][0].places] == [first]

    def test_nonsense_changes_nothing(self, client, office, turn):
        seat = AssignmentFactory(dossier__round=turn)
        self.save(
            client, turn, give=["x", "1-", "-"], was=["²-3", "9" * 30 + "-1"], act="assign", row=["9" * 30], to=["y"]
        )
        assert self.pairs() == {(seat.dossier_id, seat.member_id)}


class TestRecusals:
    def test_a_member_recuses_himself_and_comes_back_to_his_round(self, client):
        seat = AssignmentFactory()
        AssignmentFactory(dossier=seat.dossier)
        client.force_login(seat.member.user)
        assertContains(client.get(seat.dossier.round.get_absolute_url()), url("recusal_create", seat.dossier))
        page = client.get(url("recusal_create", seat.dossier))
        assert [choice for choice, _label in page.context["form"].fields["member"].choices] == [seat.member_id]
        data = {"member": seat.member_id, "ground": "kinship", "reason": "Em ruột"}
        response = client.post(url("recusal_create", seat.dossier), data)
        assertRedirects(response, seat.dossier.round.get_absolute_url())
        assert Recusal.objects.get().is_declared
        assert client.get(seat.dossier.get_absolute_url()).status_code == 404

    def test_a_member_names_nobody_else(self, client):
        seat = AssignmentFactory()
        other = AssignmentFactory(dossier=seat.dossier)
        client.force_login(seat.member.user)
        data = {"member": other.member_id, "ground": "other", "reason": "Lý do"}
        assert client.post(url("recusal_create", seat.dossier), data).status_code == 200
        assert not Recusal.objects.exists()

    def test_a_detected_conflict_is_confirmed_with_its_reason_and_undone(self, client, office):
        home = UnitFactory()
        seat = AssignmentFactory(dossier__product__producer__unit=home, member__user__unit=home)
        turn = seat.dossier.round
        link = f"{url('recusal_create', seat.dossier)}?member={seat.member_id}"
        assertContains(client.get(url("round_conflicts", turn)), link)
        form = client.get(link).context["form"]
        data = {name: form[name].value() for name in ("member", "ground", "reason")}
        assert data["ground"] == RecusalGround.SAME_UNIT
        assertRedirects(client.post(link, data), url("round_conflicts", turn))
        page = client.get(url("round_conflicts", turn))
        assertContains(page, data["reason"])
        assertNotContains(page, link)
        client.post(url("recusal_undo", seat.dossier), {"member": seat.member_id})
        assert not Recusal.objects.exists()
        assertContains(
            client.post(url("recusal_undo", seat.dossier), {"member": "9" * 30}, follow=True), "Không có thành viên"
        )

    def test_a_recusal_keeps_what_was_typed_when_it_lacks_something(self, client, office):
        seat = AssignmentFactory()
        response = client.post(
            url("recusal_create", seat.dossier), {"member": seat.member_id, "reason": "Vì đã tư vấn"}
        )
        assertContains(response, "Vì đã tư vấn")
        assert not Recusal.objects.exists()

    def test_interests_are_stated_and_removed(self, client):
        seat = AssignmentFactory()
        client.force_login(seat.member.user)
        address = reverse("evaluations:interest_list")
        assertContains(client.post(address, {"ground": "kinship"}), "Hãy chọn chủ thể hoặc ghi tên đơn vị tư vấn")
        client.post(address, {"ground": "kinship", "producer": seat.dossier.producer_id, "note": "Em ruột"})
        interest = Interest.objects.get()
        assert (interest.user, interest.stated_by) == (seat.member.user, seat.member.user)
        assertContains(client.get(address), "Em ruột")
        client.post(url("interest_remove", interest))
        assert not Interest.objects.exists()


class TestSessions:
    @pytest.fixture
    def turn(self):
        turn = RoundFactory(rule_version=RuleVersionFactory(quorum_percent=75, quorum_needs_chair=True))
        CouncilMemberFactory(round=turn, office=CHAIR)
        CouncilMemberFactory(round=turn, office=CouncilOffice.SECRETARY)
        return turn

    def typed(self, turn, **changes):
        presence = {f"presence_{seat.pk}": Presence.PRESENT for seat in turn.members.all()}
        return {"form": "meeting", "held_on": format_date(today()), "begins_at": "8h30"} | presence | changes

    def test_the_secretary_records_and_corrects_a_session(self, client, turn):
        chair, secretary = turn.members.all()
        client.force_login(secretary.user)
        assertContains(client.get(turn.get_absolute_url()), url("session_create", turn))
        client.post(url("session_create", turn), self.typed(turn, conclusion="Thống nhất xếp hạng."))
        session = CouncilSession.objects.get()
        page = client.get(session.get_absolute_url())
        assertContains(page, "Đủ số thành viên")
        assertContains(page, "08:30")
        assertContains(page, "Thống nhất xếp hạng.")
        data = self.typed(turn, version=1, **{f"presence_{chair.pk}": "excused", f"note_{chair.pk}": "Đi công tác"})
        client.post(url("session_edit", session), data)
        page = client.get(session.get_absolute_url())
        assertContains(page, "Không đủ số thành viên")
        assertContains(page, "Đi công tác")
        assertContains(client.get(turn.get_absolute_url()), session.get_absolute_url())

    def test_a_session_without_its_attendance_is_shown_again_as_typed(self, client, office, turn):
        chair = turn.members.first()
        data = self.typed(turn, place="Phòng họp số 2")
        del data[f"presence_{chair.pk}"]
        response = client.post(url("session_create", turn), data)
        assertContains(response, f"Hãy điểm danh {chair.user.full_name}")
        assertContains(response, "Phòng họp số 2")
        assert not CouncilSession.objects.exists()

    def test_a_session_saved_elsewhere_shows_both(self, client, office, turn):
        session = hold_session(turn, office=office)
        client.post(url("session_edit", session), self.typed(turn, version=1, place="Nơi này"))
        response = client.post(url("session_edit", session), self.typed(turn, version=1, place="Nơi khác"))
        assertContains(response, "đang lưu “Nơi này”, bạn nhập “Nơi khác”")
        client.post(url("session_edit", session), self.typed(turn, version=2, place="Nơi khác"))
        session.refresh_from_db()
        assert (session.place, session.version) == ("Nơi khác", 3)

    def test_units_see_no_session(self, client, turn):
        session = hold_session(turn, office=UserFactory(office=True))
        client.force_login(UserFactory(local_officer=True))
        assert client.get(session.get_absolute_url()).status_code == 404
        assertNotContains(client.get(turn.get_absolute_url()), "phiên họp")
