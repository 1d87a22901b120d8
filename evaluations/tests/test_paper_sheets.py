"""Signed paper sheets: typed in by the secretary, sent with their scan, never over a member's own."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from evaluations import services
from evaluations.enums import CouncilOffice, SheetState
from evaluations.models import ScoreSheet
from evaluations.services import PaperColumn, Unfilled, save_paper_sheets
from evaluations.services.assigning import recuse
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    choices_for,
    close,
    scored_by,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 signed"


def scan():
    return ContentFile(PDF, name="x.pdf")


@pytest.fixture
def seat():
    return AssignmentFactory()


@pytest.fixture
def secretary(seat):
    return CouncilMemberFactory(round=seat.dossier.round, office=CouncilOffice.SECRETARY).user


def save(actor, seat, **column):
    return save_paper_sheets(actor=actor, dossier_id=seat.dossier_id, columns={seat.pk: PaperColumn(**column)})


class TestTyping:
    def test_a_draft_names_who_typed_it(self, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier, {"3": None}))
        sheet = ScoreSheet.objects.get()
        assert (sheet.state, sheet.entered_by, sheet.lines.count()) == (SheetState.DRAFT, secretary, 3)

    def test_it_is_sent_with_its_scan_alone_and_complete(self, seat, secretary):
        choices = choices_for(seat.dossier)
        with pytest.raises(Refused, match="bản chụp"):
            save(secretary, seat, choices=choices, sends=True)
        with pytest.raises(Unfilled):
            save(secretary, seat, choices=choices_for(seat.dossier, {"3": None}), scan=scan(), sends=True)
        assert not ScoreSheet.objects.exists()
        save(secretary, seat, choices=choices, scan=scan(), sends=True)
        sheet = ScoreSheet.objects.get()
        assert (sheet.state, sheet.total) == (SheetState.SENT, 100)
        with sheet.scan.open() as stored:
            assert stored.read() == PDF
        assert len(sheet.scan_sha256) == 64

    def test_a_sheet_that_the_member_has_begun_is_not_overwritten(self, seat, secretary):
        services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier))
        with pytest.raises(Refused, match="tự chấm trên máy"):
            save(secretary, seat, choices=choices_for(seat.dossier, {"3": 0}))

    def test_a_sent_one_neither(self, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier), scan=scan(), sends=True)
        with pytest.raises(Refused, match="đã gửi phiếu"):
            save(secretary, seat, choices=choices_for(seat.dossier, {"3": 0}))

    def test_the_members_own_change_makes_it_his(self, seat, secretary):
        choices = choices_for(seat.dossier)
        save(secretary, seat, choices=choices, scan=scan())
        services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices, version=1)
        assert ScoreSheet.objects.get().entered_by == secretary
        services.save_sheet(
            actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"3": 0}), version=2
        )
        sheet = ScoreSheet.objects.get()
        assert (sheet.entered_by, bool(sheet.scan)) == (None, False)
        with pytest.raises(Refused):
            save(secretary, seat, choices=choices)

    def test_a_copy_of_a_re_score_may_be_typed_until_its_member_saves_it(self, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier), scan=scan(), sends=True)
        [again] = services.open_rescore(actor=UserFactory(office=True), dossier_id=seat.dossier_id, reason="Chênh")
        save(secretary, again, choices=choices_for(seat.dossier, {"3": 0}), version=0, scan=scan(), sends=True)
        assert ScoreSheet.objects.get(assignment=again).total == 65

    def test_two_windows_do_not_overwrite_each_other(self, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier), version=0)
        with pytest.raises(Stale):
            save(secretary, seat, choices=choices_for(seat.dossier, {"3": 0}), version=0)

    def test_an_unchanged_column_writes_nothing(self, seat, secretary):
        choices = choices_for(seat.dossier)
        save(secretary, seat, choices=choices)
        assert save(secretary, seat, choices=choices, version=1) == []
        assert ScoreSheet.objects.get().version == 1

    def test_strange_options_and_seats_are_refused(self, seat, secretary):
        other = AssignmentFactory()
        with pytest.raises(Refused):
            save(secretary, seat, choices=choices_for(other.dossier))
        with pytest.raises(Refused, match="không còn chấm"):
            save_paper_sheets(actor=secretary, dossier_id=seat.dossier_id, columns={other.pk: PaperColumn()})

    def test_only_secretary_and_office(self, seat):
        chair = CouncilMemberFactory(round=seat.dossier.round, office=CouncilOffice.CHAIR).user
        for actor in (chair, seat.member.user, UserFactory(leader=True)):
            with pytest.raises(PermissionDenied):
                save(actor, seat, choices={})

    def test_not_after_closing(self, secretary, seat):
        scored_by(seat.dossier, {})
        services.send_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier))
        services.close_scoring(actor=UserFactory(office=True), dossier_id=seat.dossier_id)
        with pytest.raises(Refused, match="không nhận phiếu"):
            save(secretary, seat, choices={})


class TestGrid:
    """The page."""

    def page(self, client, seat, actor):
        client.force_login(actor)
        self.address = reverse("evaluations:paper_grid", args=[seat.dossier_id])
        return client.get(self.address)

    def data(self, seat, points=None, version=0):
        chosen = choices_for(seat.dossier, points)
        return {f"o{seat.pk}-{key}": option for key, option in chosen.items()} | {f"v{seat.pk}": version}

    def test_it_saves_all_columns_and_sends_one(self, client, seat, secretary):
        second = AssignmentFactory(dossier=seat.dossier)
        self.page(client, seat, secretary)
        upload = SimpleUploadedFile("phieu.pdf", PDF)
        data = self.data(seat) | self.data(second, {"3": 20}) | {"send": seat.pk, f"scan{seat.pk}": upload}
        client.post(self.address, data)
        assert ScoreSheet.objects.get(assignment=seat).total == 100
        assert ScoreSheet.objects.get(assignment=second).state == SheetState.DRAFT

    def test_a_refusal_keeps_every_cell(self, client, seat, secretary):
        self.page(client, seat, secretary)
        page = client.post(self.address, self.data(seat, {"3": 20}) | {"send": seat.pk})
        assertContains(page, "Hãy đính kèm bản chụp")
        assert ScoreSheet.objects.count() == 0
        chosen = {cell.chosen for row in page.context["grid"].rows for cell in row.cells}
        assert chosen == set(choices_for(seat.dossier, {"3": 20}).values())

    def test_a_wrong_file_keeps_every_cell_too(self, client, seat, secretary):
        self.page(client, seat, secretary)
        bad = SimpleUploadedFile("x.pdf", b"MZ program")
        page = client.post(self.address, self.data(seat) | {f"scan{seat.pk}": bad})
        assertContains(page, "không thuộc loại được nhận")
        assert all(cell.chosen for row in page.context["grid"].rows for cell in row.cells)

    def test_the_copy_of_a_members_own_sheet_is_not_shown_and_an_empty_column_leaves_it(self, client, seat, secretary):
        choices = choices_for(seat.dossier)
        services.send_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices)
        [again] = services.open_rescore(actor=UserFactory(office=True), dossier_id=seat.dossier_id, reason="Chênh")
        client.force_login(secretary)
        url = reverse("evaluations:paper_grid", args=[seat.dossier_id])
        page = client.get(url)
        assert {cell.chosen for row in page.context["grid"].rows for cell in row.cells} == {None}
        client.post(url, {f"v{again.pk}": "0"})
        assert services.send_sheet(actor=seat.member.user, assignment_id=again.pk).total == 100

    def test_a_column_of_who_no_longer_scores_is_refused_in_words(self, client, seat, secretary):
        office = UserFactory(office=True)
        recuse(actor=office, assignment_id=seat.pk, ground="kinship", reason="Em ruột")
        client.force_login(secretary)
        typed = {f"o{seat.pk}-{key}": option for key, option in choices_for(seat.dossier).items()}
        page = client.post(reverse("evaluations:paper_grid", args=[seat.dossier_id]), typed | {f"v{seat.pk}": "0"})
        assertContains(page, "không còn chấm sản phẩm này")

    def test_the_copy_of_a_sheet_that_was_typed_in_is_shown(self, client, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier), version=0, scan=scan(), sends=True)
        services.open_rescore(actor=UserFactory(office=True), dossier_id=seat.dossier_id, reason="Chênh")
        client.force_login(secretary)
        page = client.get(reverse("evaluations:paper_grid", args=[seat.dossier_id]))
        assert all(cell.chosen for row in page.context["grid"].rows for cell in row.cells)

    def test_after_a_conflict_saving_again_overwrites_knowingly(self, client, seat, secretary):
        self.page(client, seat, secretary)
        client.post(self.address, self.data(seat))
        page = client.post(self.address, self.data(seat, {"3": 0}))
        assertContains(page, "Có người khác vừa lưu")
        assertContains(page, f'name="v{seat.pk}" value="1"')

    def test_what_members_do_on_their_own_is_not_shown(self, client, seat, secretary):
        services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier))
        page = self.page(client, seat, secretary)
        assertContains(page, "Đang tự chấm trên máy")
        assertNotContains(page, f'name="o{seat.pk}-')

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_member_and_for_three(
        self, client, seat, secretary, django_assert_num_queries, count
    ):
        for _ in range(count - 1):
            AssignmentFactory(dossier=seat.dossier)
        save(secretary, seat, choices=choices_for(seat.dossier))
        client.force_login(secretary)
        with django_assert_num_queries(10):
            client.get(reverse("evaluations:paper_grid", args=[seat.dossier_id]))


class TestScan:
    def address(self, sheet):
        return reverse("evaluations:sheet_scan", args=[sheet.pk])

    def test_it_is_the_members_until_closing_and_then_the_readers(self, client, seat, secretary):
        save(secretary, seat, choices=choices_for(seat.dossier), scan=scan(), sends=True)
        sheet = ScoreSheet.objects.get()
        answers = {}
        people = {
            "member": seat.member.user,
            "leader": UserFactory(leader=True),
            "unit": UserFactory(local_officer=True, unit=seat.dossier.unit),
        }
        for state in ("open", "closed"):
            for name, person in people.items():
                client.force_login(person)
                response = client.get(self.address(sheet))
                answers[state, name] = response.status_code
                if response.streaming:
                    assert b"".join(response) == PDF
            if state == "open":
                services.close_scoring(actor=UserFactory(office=True), dossier_id=seat.dossier_id)
        assert answers == {
            ("open", "member"): 200,
            ("open", "leader"): 404,
            ("open", "unit"): 404,
            ("closed", "member"): 200,
            ("closed", "leader"): 200,
            ("closed", "unit"): 404,
        }

    def test_a_sheet_without_one_is_not_there(self, client):
        dossier = close(DossierFactory(accepted=True))
        client.force_login(UserFactory(leader=True))
        sheet = ScoreSheet.objects.get(assignment__dossier=dossier)
        assert client.get(self.address(sheet)).status_code == 404
