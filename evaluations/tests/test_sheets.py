"""Score sheets: saved in part, sent whole, then fixed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from evaluations import services
from evaluations.closing import waiting_for
from evaluations.enums import DossierState, MarkRule, SheetState
from evaluations.models import Criterion, Option, ScoreLine, ScoreSheet
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    choices_for,
    close,
    scored_by,
)

pytestmark = pytest.mark.django_db


def save(seat, points=None, **more):
    choices = more.pop("choices", None)
    return services.save_sheet(
        actor=more.pop("actor", seat.member.user),
        assignment_id=seat.pk,
        choices=choices_for(seat.dossier, points) if choices is None else choices,
        **more,
    )


def send(seat, points=None, **more):
    return services.send_sheet(
        actor=more.pop("actor", seat.member.user),
        assignment_id=seat.pk,
        choices=choices_for(seat.dossier, points),
        **more,
    )


def stored(sheet):
    return {line.criterion.code: line.option and int(line.option.points) for line in sheet.lines.all()}


def test_a_sheet_is_saved_in_part_and_again():
    seat = AssignmentFactory()
    sheet = save(seat, {"1.1": None, "2": None, "3": 10}, comment=" Khá ")
    assert stored(sheet) == {"1.2": 20, "3": 10}
    assert (sheet.state, sheet.total, sheet.comment, sheet.version) == (SheetState.DRAFT, None, "Khá", 1)
    again = save(seat, {"1.2": None, "3": 20}, version=1)
    assert again.pk == sheet.pk
    assert stored(again) == {"1.1": 20, "2": 25, "3": 20}


def test_a_comment_without_a_choice_is_kept():
    seat = AssignmentFactory()
    criterion = Criterion.objects.get(criteria_set=seat.dossier.criteria_set, code="2")
    sheet = save(seat, choices={}, line_comments={criterion.pk: " Xem lại "})
    line = sheet.lines.get()
    assert (line.criterion, line.option, line.comment) == (criterion, None, "Xem lại")
    with pytest.raises(services.Unfilled):
        services.send_sheet(actor=seat.member.user, assignment_id=seat.pk)


def test_the_version_tells_of_another_window():
    seat = AssignmentFactory()
    save(seat, version=0)
    with pytest.raises(Stale):
        save(seat, version=0)
    with pytest.raises(Stale):
        send(seat, version=7)
    assert send(seat, version=1).version == 2


def test_sending_fixes_the_total_of_all_options_and_the_moment():
    seat, moment = AssignmentFactory(), timezone.now() - dt.timedelta(days=3)
    sheet = send(seat, {"1.1": 5, "1.2": 10, "2": 15, "3": 30}, now=moment)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.sent_at) == (SheetState.SENT, Decimal(60), moment)


def test_sending_what_was_saved_needs_no_choices():
    seat = AssignmentFactory()
    save(seat)
    assert services.send_sheet(actor=seat.member.user, assignment_id=seat.pk).total == 100


def test_an_unfilled_sheet_is_refused_by_the_names_of_its_criteria():
    seat = AssignmentFactory()
    with pytest.raises(services.Unfilled, match="2 tiêu chí") as caught:
        send(seat, {"1.2": None, "3": None})
    assert [criterion.code for criterion in caught.value.criteria] == ["1.2", "3"]
    assert not ScoreSheet.objects.exists()


def test_a_sent_sheet_cannot_be_saved_or_sent_again():
    seat = AssignmentFactory()
    send(seat)
    for act in (save, send):
        with pytest.raises(Refused, match="đã gửi"):
            act(seat)


@pytest.mark.parametrize("who", ["another member", "office", "left"])
def test_only_the_assigned_member_scores(who):
    seat = AssignmentFactory()
    actor = {
        "another member": CouncilMemberFactory(round=seat.dossier.round).user,
        "office": UserFactory(office=True),
        "left": seat.member.user,
    }[who]
    actor.is_active = who != "left"
    for act in (save, send):
        with pytest.raises(PermissionDenied):
            act(seat, actor=actor)


@pytest.mark.parametrize("state", [DossierState.SUBMITTED, DossierState.SCORED, DossierState.RECOGNISED])
def test_a_dossier_is_scored_only_while_it_is_accepted(state):
    seat = AssignmentFactory(dossier__sent=True, dossier__state=state, dossier__accepted=False)
    with pytest.raises(Refused, match="không nhận phiếu"):
        save(seat)


def test_without_public_criteria_there_is_no_sheet():
    seat = AssignmentFactory(dossier__without_criteria=True)
    with pytest.raises(Refused, match="không được công bố"):
        save(seat, choices={})


def test_an_option_of_another_criterion_or_set_is_refused():
    seat, other = AssignmentFactory(), AssignmentFactory()
    mine, theirs = choices_for(seat.dossier), choices_for(other.dossier)
    swapped = dict(zip(mine, reversed(mine.values()), strict=True))
    for choices in (swapped, theirs, {next(iter(mine)): 999_999_999}, {0: next(iter(mine.values()))}):
        with pytest.raises(Refused, match="không thuộc tiêu chí"):
            save(seat, choices=choices)
    with pytest.raises(Refused, match="không thuộc tiêu chí"):
        save(seat, choices={}, line_comments={next(iter(theirs)): "A"})
    assert not ScoreSheet.objects.exists()


def test_a_comment_that_is_too_long_is_refused_in_words():
    seat = AssignmentFactory()
    with pytest.raises(Refused, match="500 ký tự"):
        save(seat, line_comments={next(iter(choices_for(seat.dossier))): "a" * 501})


class TestTheDatabaseRefuses:
    """What code might forget, the database does not allow."""

    def test_a_line_of_a_sent_sheet_to_change(self):
        sheet = send(AssignmentFactory())
        for change in (
            lambda: sheet.lines.update(comment="Sửa"),
            lambda: sheet.lines.all().delete(),
            lambda: ScoreLine.objects.create(
                sheet=sheet,
                criterion=Criterion.objects.get(criteria_set=sheet.assignment.dossier.criteria_set, code="1"),
                comment="Thêm",
            ),
        ):
            with pytest.raises(IntegrityError, match="sent score sheet"), transaction.atomic():
                change()

    def test_a_sent_sheet_to_change(self):
        sheet = send(AssignmentFactory())
        for change in (
            lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(total=1),
            lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(state="draft", total=None, sent_at=None),
        ):
            with pytest.raises(IntegrityError, match="sent score sheet"), transaction.atomic():
                change()

    def test_a_sheet_of_a_closed_scoring(self):
        dossier = close(DossierFactory(accepted=True))
        seat = AssignmentFactory(dossier=dossier)
        with pytest.raises(IntegrityError, match="not open for scoring"), transaction.atomic():
            ScoreSheet.objects.create(assignment=seat)

    def test_an_option_of_another_criterion(self):
        seat = AssignmentFactory()
        sheet = save(seat, choices={})
        option = Option.objects.filter(criterion__criteria_set=seat.dossier.criteria_set, criterion__code="2").first()
        other = Criterion.objects.get(criteria_set=seat.dossier.criteria_set, code="3")
        with pytest.raises(IntegrityError, match="belongs_to_its_criterion"), transaction.atomic():
            _create_and_check_now(sheet=sheet, criterion=other, option=option)

    def test_a_move_to_change(self):
        dossier = close(DossierFactory(accepted=True))
        for change in (lambda: dossier.moves.update(note="Sửa"), lambda: dossier.moves.all().delete()):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                change()

    def test_a_star_above_the_points_or_lowered_without_a_reason(self):
        result = close(DossierFactory(accepted=True), {"3": 10}).result
        assert result.star_by_points == 4
        for star in (5, 3):
            result.star = star
            with pytest.raises(IntegrityError, match="star"), transaction.atomic():
                result.save()


def _create_and_check_now(**values):
    ScoreLine.objects.create(**values)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestClosing:
    """The result is the sum of what was sent, and nobody is forgotten."""

    def test_fixes_sum_count_and_star(self):
        dossier = close(DossierFactory(accepted=True), {"3": 0}, {"3": 20}, {"3": 20})
        assert dossier.state == DossierState.SCORED
        assert (dossier.result.points_sum, dossier.result.sheet_count) == (Decimal(65 + 85 + 85), 3)
        assert (dossier.result.star_by_points, dossier.result.star) == (4, 4)
        assert dossier.moves.get().action == "score"

    def test_compares_the_mean_before_any_rounding(self):
        # 209 / 3 = 69.67: three stars, though 70 is near.
        by_most = {"round__rule_version__mark_rule": MarkRule.MOST_SHEETS}
        dossier = close(DossierFactory(accepted=True, **by_most), {"3": 0, "2": 15}, {"3": 10}, {"2": 5, "3": 35})
        assert dossier.result.points_sum == 55 + 75 + 80
        assert dossier.result.star == 4
        other = close(DossierFactory(accepted=True, **by_most), {"3": 0, "2": 15}, {"3": 10}, {"2": 5, "3": 30})
        assert other.result.points_sum == 55 + 75 + 75
        assert other.result.star == 3

    def test_names_those_who_have_not_sent(self):
        dossier = DossierFactory(accepted=True)
        scored_by(dossier, {}, {})
        late, drafting = AssignmentFactory(dossier=dossier), AssignmentFactory(dossier=dossier)
        save(drafting, {"3": None})
        with pytest.raises(Refused, match="Còn phiếu chưa gửi") as caught:
            services.close_scoring(actor=UserFactory(office=True), dossier_id=dossier.pk)
        for seat in (late, drafting):
            assert seat.member.user.full_name in str(caught.value)
        assert waiting_for(dossier) == [late.member.user.full_name, drafting.member.user.full_name]

    def test_needs_a_sheet(self):
        with pytest.raises(Refused, match="Chưa có phiếu"):
            services.close_scoring(actor=UserFactory(office=True), dossier_id=DossierFactory(accepted=True).pk)

    @pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator"])
    def test_is_for_the_office(self, role):
        dossier = DossierFactory(accepted=True)
        scored_by(dossier, {})
        with pytest.raises(PermissionDenied, match="Văn phòng"):
            services.close_scoring(actor=UserFactory(**{role: True}), dossier_id=dossier.pk)

    def test_happens_once(self):
        dossier = close(DossierFactory(accepted=True))
        with pytest.raises(Refused, match="không chốt điểm được"):
            services.close_scoring(actor=UserFactory(office=True), dossier_id=dossier.pk)

    def test_of_a_past_day_carries_that_day(self):
        dossier = DossierFactory(accepted=True, round__opens_on=dt.date(2022, 1, 1))
        scored_by(dossier, {})
        result = services.close_scoring(actor=UserFactory(office=True), dossier_id=dossier.pk, on=dt.date(2022, 12, 1))
        assert timezone.localdate(result.closed_at) == dt.date(2022, 12, 1)
