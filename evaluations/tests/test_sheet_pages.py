"""The scoring screen: what it shows, keeps and costs; sending; the queue."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from evaluations import services
from evaluations.models import CriteriaSet, Criterion, Option, Part, ScoreSheet
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    choices_for,
    close,
)

pytestmark = pytest.mark.django_db


def url_of(dossier, name="edit"):
    return reverse(f"evaluations:sheet_{name}", args=[dossier.pk])


def typed(dossier, points=None, **more):
    fields = {f"c{criterion}": str(option) for criterion, option in choices_for(dossier, points).items()}
    return fields | {"version": "0", "comment": ""} | more


@pytest.fixture
def seat(client):
    found = AssignmentFactory()
    client.force_login(found.member.user)
    return found


def stored(seat):
    sheet = ScoreSheet.objects.get(assignment=seat)
    return {line.criterion.code: line.option and int(line.option.points) for line in sheet.lines.all()}


class TestScreen:
    def test_shows_product_papers_options_marks_and_place_in_the_queue(self, client, seat):
        paper = EvidenceFactory(dossier=seat.dossier)
        removed = EvidenceFactory(dossier=seat.dossier, removed_at=paper.uploaded_at)
        response = client.get(url_of(seat.dossier))
        for text in (seat.dossier.product.name, paper.title, "tối thiểu cho 4★", "Sản phẩm 1/1", "35 điểm"):
            assertContains(response, text)
        assertNotContains(response, removed.title)

    def test_shows_what_was_saved_with_its_totals(self, client, seat):
        services.save_sheet(
            actor=seat.member.user,
            assignment_id=seat.pk,
            choices=choices_for(seat.dossier, {"2": 5, "3": None}),
            comment="Tốt",
        )
        card = client.get(url_of(seat.dossier)).context["card"]
        assert (card.total, card.filled, card.count, card.star) == (45, 3, 4, 2)
        assert [(part.part.code, part.total) for part in card.parts] == [("A", 40), ("B", 5), ("C", 0)]

    def test_names_missed_marks_of_stars_in_reach(self, client, seat):
        # 75 points are four stars; part 1.2 lies below its mark for four, 1.1 below its mark for three.
        services.save_sheet(
            actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"1.1": 0, "1.2": 0})
        )
        services.save_sheet(
            actor=seat.member.user,
            assignment_id=seat.pk,
            choices=choices_for(seat.dossier, {"1.1": 0, "1.2": 10}),
        )
        response = client.get(url_of(seat.dossier))
        card = response.context["card"]
        assert [(one.criterion.code, one.star) for one in card.missed] == [("1.1", 3)]
        assert (card.star, card.star_within_marks) == (4, 2)
        assertContains(response, "Điểm đạt 4★ nhưng chỉ xếp được 2★")

    def test_a_sent_sheet_is_shown_and_cannot_be_written(self, client, seat):
        services.send_sheet(
            actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier), comment="Đã xem kỹ"
        )
        response = client.get(url_of(seat.dossier))
        assertContains(response, "Đã gửi phiếu")
        assertContains(response, "Đã xem kỹ")
        assertNotContains(response, "data-scoring")
        assertContains(client.post(url_of(seat.dossier), typed(seat.dossier, version="1")), "không sửa được nữa")
        assertRedirects(client.get(url_of(seat.dossier, "send")), url_of(seat.dossier))

    def test_without_public_criteria_there_is_a_word_and_no_sheet(self, client):
        seat = AssignmentFactory(dossier__without_criteria=True)
        client.force_login(seat.member.user)
        assertContains(client.get(url_of(seat.dossier)), "không được công bố", status_code=403)


class TestSaving:
    def test_part_of_a_sheet_is_saved(self, client, seat):
        response = client.post(url_of(seat.dossier), typed(seat.dossier, {"1.2": None, "2": None}, comment="Khá"))
        assertRedirects(response, url_of(seat.dossier))
        assert stored(seat) == {"1.1": 20, "3": 35}
        assert ScoreSheet.objects.get().comment == "Khá"

    def test_a_remark_is_saved_with_and_without_a_choice(self, client, seat):
        criteria = {one.code: one.pk for one in Criterion.objects.filter(criteria_set=seat.dossier.criteria_set)}
        remarks = {f"n{criteria['1.1']}": "Có hợp đồng", f"n{criteria['2']}": "Xem lại", f"n{criteria['3']}": "  "}
        client.post(url_of(seat.dossier), typed(seat.dossier, {"2": None}, **remarks))
        lines = dict(ScoreSheet.objects.get().lines.values_list("criterion__code", "comment"))
        assert lines == {"1.1": "Có hợp đồng", "1.2": "", "2": "Xem lại", "3": ""}
        page = client.get(url_of(seat.dossier))
        for text in ("Có hợp đồng", "Xem lại"):
            assertContains(page, text)

    def test_saving_goes_on_to_the_next_product_and_round_the_end(self, client):
        turn = RoundFactory()
        member = CouncilMemberFactory(round=turn)
        names = ("An", "Bình", "Cam")
        first, second, third = (
            AssignmentFactory(dossier__round=turn, dossier__accepted=True, dossier__product__name=name, member=member)
            for name in names
        )
        client.force_login(member.user)
        for here, there in ((first, second), (second, third), (third, first)):
            response = client.post(url_of(here.dossier), typed(here.dossier, {"2": None}, then="next"))
            assertRedirects(response, url_of(there.dossier))
        services.send_sheet(actor=member.user, assignment_id=second.pk, choices=choices_for(second.dossier))
        response = client.post(url_of(first.dossier), typed(first.dossier, then="next", version="1"))
        assertRedirects(response, url_of(third.dossier))
        assertContains(client.get(url_of(third.dossier)), "Sản phẩm 3/3 · đã gửi 1 phiếu")

    def test_after_the_last_product_the_round_is_shown(self, client, seat):
        response = client.post(url_of(seat.dossier), typed(seat.dossier, then="next"))
        assertRedirects(response, seat.dossier.round.get_absolute_url())

    def test_another_window_is_told_apart_and_nothing_is_lost(self, client, seat):
        client.post(url_of(seat.dossier), typed(seat.dossier, {"3": 0, "2": None}))
        response = client.post(url_of(seat.dossier), typed(seat.dossier, {"3": 35, "1.1": None}, comment="Của tôi"))
        assertContains(response, "Có người khác vừa lưu")
        assertContains(response, "Của tôi")
        differences = {one.code: (one.stored, one.typed) for one in response.context["differences"]}
        assert differences == {"1.1": ("Mức 20", ""), "2": ("", "Mức 25"), "3": ("Mức 0", "Mức 35")}
        chosen = {card.criterion.code: card.chosen for card in response.context["card"].cards}
        assert (chosen["1.1"], int(chosen["3"].points)) == (None, 35)
        assert stored(seat) == {"1.1": 20, "1.2": 20, "3": 0}
        again = typed(seat.dossier, {"3": 35, "1.1": None}, version=str(response.context["version"]))
        client.post(url_of(seat.dossier), again)
        assert stored(seat) == {"1.2": 20, "2": 25, "3": 35}

    @pytest.mark.parametrize("value", ["abc", "0", "-1", "99999999999999999999", "1 OR 1=1", "²"])
    def test_a_forged_option_is_refused_and_changes_nothing(self, client, seat, value):
        criterion = next(iter(choices_for(seat.dossier)))
        response = client.post(url_of(seat.dossier), typed(seat.dossier, **{f"c{criterion}": value}))
        assertContains(response, "không thuộc tiêu chí")
        assert not ScoreSheet.objects.exists()

    def test_forged_names_of_fields_are_harmless(self, client, seat):
        forged = {"c": "1", "cx": "1", "c9999999999999999999": "1", "n": "x", "c²": "1", "version": "x"}
        assert client.post(url_of(seat.dossier), typed(seat.dossier) | forged).status_code == 302

    def test_the_screen_saves_itself(self, client, seat):
        headers = {"X-Autosave": "1"}
        answer = client.post(url_of(seat.dossier), typed(seat.dossier, {"2": None}), headers=headers)
        assert answer.json()["version"] == 1
        stale = client.post(url_of(seat.dossier), typed(seat.dossier), headers=headers)
        assert stale.status_code == 409
        assert "Có người khác" in stale.json()["message"]
        assert stored(seat) == {"1.1": 20, "1.2": 20, "3": 35}

    def test_a_closed_scoring_keeps_what_was_typed_on_the_page(self, client):
        dossier = close(DossierFactory(accepted=True))
        seat = dossier.assignments.get()
        client.force_login(seat.member.user)
        assertContains(client.post(url_of(dossier), typed(dossier, version="1")), "không nhận phiếu chấm nữa")


class TestSending:
    def save(self, seat, points=None):
        services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, points))

    def test_the_check_names_what_is_not_filled_and_has_no_button(self, client, seat):
        response = client.post(url_of(seat.dossier), typed(seat.dossier, {"1.2": None, "3": None}, then="send"))
        assertRedirects(response, url_of(seat.dossier, "send"))
        page = client.get(url_of(seat.dossier, "send"))
        assertContains(page, "Còn 2 tiêu chí chưa chấm")
        assertContains(page, f'href="{url_of(seat.dossier)}#c-1.2"')
        assertNotContains(page, "sẽ được gửi")
        refused = client.post(url_of(seat.dossier, "send"), {"version": "1"}, follow=True)
        assertContains(refused, "còn 2 tiêu chí chưa chấm (1.2, 3)")

    def test_a_whole_sheet_is_sent_after_the_check_restated_it(self, client, seat):
        self.save(seat, {"3": 20})
        assertContains(client.get(url_of(seat.dossier, "send")), "Phiếu 85 điểm cho “")
        response = client.post(url_of(seat.dossier, "send"), {"version": "1"}, follow=True)
        assertContains(response, "85 điểm")
        assert ScoreSheet.objects.get().total == 85

    def test_what_another_window_saved_meanwhile_is_not_sent_unseen(self, client, seat):
        self.save(seat)
        self.save(seat, {"3": 0})
        response = client.post(url_of(seat.dossier, "send"), {"version": "1"}, follow=True)
        assertContains(response, "Có người khác vừa lưu")
        assert ScoreSheet.objects.get().state == "draft"

    def test_sending_goes_on_to_the_next_product(self, client, seat):
        other = AssignmentFactory(dossier__round=seat.dossier.round, dossier__accepted=True, member=seat.member)
        self.save(seat)
        response = client.post(url_of(seat.dossier, "send"), {"version": "1"})
        assertRedirects(response, url_of(other.dossier))


class TestCosts:
    def big_set(self, dossier, count):
        """Put a set of ``count`` criteria with four options each under the dossier."""
        group_set = CriteriaSet.objects.create(
            rule_version=dossier.round.rule_version,
            group=type(dossier.product.group).objects.create(
                taxonomy=dossier.product.group.taxonomy, code=f"lon-{count}", name="Lớn"
            ),
            number=32001,
            name="Lớn",
        )
        parts = [Part.objects.create(criteria_set=group_set, code=code, title=code, max_points=100) for code in "ABC"]
        for position in range(count):
            criterion = Criterion.objects.create(
                criteria_set=group_set,
                part=parts[position % 3],
                code=f"{position}",
                title=f"Tiêu chí {position}",
                max_points=3,
                position=position,
            )
            Option.objects.bulk_create(
                Option(
                    criterion=criterion,
                    points=points,
                    text=f"Mức {points}",
                    min_star=4 if points == 2 else None,
                    position=points,
                )
                for points in range(4)
            )
        type(dossier).objects.filter(pk=dossier.pk).update(criteria_set=group_set)
        dossier.refresh_from_db()
        return {one.pk: one.options.last().pk for one in Criterion.objects.filter(criteria_set=group_set)}

    @pytest.mark.parametrize("count", [3, 30])
    @pytest.mark.parametrize("name", ["edit", "send"])
    def test_the_screen_costs_the_same_for_3_criteria_as_for_30(
        self, client, seat, django_assert_num_queries, count, name
    ):
        choices = self.big_set(seat.dossier, count)
        services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices)
        EvidenceFactory.create_batch(count // 3, dossier=seat.dossier)
        for _ in range(count // 3):
            AssignmentFactory(dossier__round=seat.dossier.round, dossier__accepted=True, member=seat.member)
        with django_assert_num_queries({"edit": 19, "send": 11}[name]):
            response = client.get(url_of(seat.dossier, name))
        assert response.context["card"].filled == count

    @pytest.mark.parametrize("count", [3, 30])
    def test_saving_costs_the_same_for_3_criteria_as_for_30(self, seat, django_assert_num_queries, count):
        choices = self.big_set(seat.dossier, count)
        with django_assert_num_queries(8):
            services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices)


def test_the_office_never_sees_an_open_sheet(client, seat):
    services.save_sheet(
        actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier), comment="Riêng tôi"
    )
    client.force_login(UserFactory(office=True))
    assert client.get(url_of(seat.dossier)).status_code == 403
    for tab in ("info", "scores", "history"):
        assertNotContains(client.get(seat.dossier.get_absolute_url(), {"tab": tab}), "Riêng tôi")
