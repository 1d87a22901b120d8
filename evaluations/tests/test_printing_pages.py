"""Who downloads which paper, and what comes with it."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from docx import Document
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from documents.tests.test_layout import pages_of, words_of
from evaluations.models import CouncilSession
from evaluations.tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
    scored_by,
)
from evaluations.tests.printing_world import HELD, build_printing_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_printing_world()


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def url(name, target):
    return reverse(f"evaluations:{name}", args=[target.pk])


ROUND_PAPERS = ("round_summary", "round_letter", "round_draft")


class TestRoundPapers:
    @pytest.mark.parametrize("name", ROUND_PAPERS)
    def test_both_forms_are_attachments_in_a_sandbox(self, client, office, world, name):
        pdf = client.get(url(name, world.turn))
        assert pdf["Content-Type"] == "application/pdf"
        assert pdf["Content-Disposition"].startswith("attachment")
        assert "sandbox" in pdf["Content-Security-Policy"]
        assert pdf["X-Content-Type-Options"] == "nosniff"
        assert "Gạo thơm" in " ".join(pages_of(pdf.content))
        word = client.get(url(name, world.turn), {"dang": "docx"})
        assert any("Gạo thơm" in line for line in words_of(word.content))

    def test_minutes_have_a_name_that_says_what_they_are(self, client, office, world):
        response = client.get(url("session_minutes", world.session), {"dang": "docx"})
        assert "Bi%C3%AAn%20b%E1%BA%A3n" in response["Content-Disposition"]
        assert response["Content-Disposition"].endswith(".docx")
        assert Document(io.BytesIO(response.content)).core_properties.title.startswith("Biên bản Hội đồng")

    def test_chair_and_secretary_have_them_a_member_has_not(self, client, world):
        for seat in world.seats:
            client.force_login(seat.user)
            expected = 200 if seat.office in {"chair", "secretary"} else 403
            for name in (*ROUND_PAPERS, "round_papers"):
                assert client.get(url(name, world.turn), {"dang": "docx"}).status_code == expected, (name, seat.office)
            assert client.get(url("session_minutes", world.session), {"dang": "docx"}).status_code == expected

    @pytest.mark.parametrize("name", ROUND_PAPERS)
    def test_nothing_is_printed_before_anything_was_closed(self, client, office, name):
        dossier = DossierFactory(accepted=True)
        scored_by(dossier, {}, {})
        response = client.get(url(name, dossier.round))
        assertRedirects(response, dossier.round.get_absolute_url(), fetch_redirect_response=False)

    def test_the_ministry_writes_the_papers_of_its_own_rounds(self, client, office):
        turn = RoundFactory(central=True)
        assertContains(client.get(url("round_papers", turn)), "hội đồng trung ương")
        assert client.get(url("round_summary", turn)).status_code == 302

    def test_an_unknown_form_and_another_rounds_decision_are_not_there(self, client, office, world):
        assert client.get(url("round_summary", world.turn), {"dang": "exe"}).status_code == 404
        assert client.get(url("round_draft", world.turn), {"van-ban": "987654"}).status_code == 404

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_the_page_lists_every_paper_with_two_buttons(
        self, client, office, world, sessions, django_assert_num_queries
    ):
        for days in range(1, sessions):
            CouncilSession.objects.create(round=world.turn, held_on=HELD + dt.timedelta(days=days))
        with django_assert_num_queries(6):
            response = client.get(url("round_papers", world.turn))
        for name in ROUND_PAPERS:
            assertContains(response, f"{url(name, world.turn)}?dang=pdf")
            assertContains(response, f"{url(name, world.turn)}?dang=docx")
        assertContains(response, "Biên bản ngày 03/11/2026")

    def test_the_page_of_the_round_leads_there(self, client, office, world):
        assertContains(client.get(world.turn.get_absolute_url()), url("round_papers", world.turn))


class TestSheets:
    def test_a_member_prints_the_own_sheet_once_it_is_sent_and_no_other(self, client):
        dossier = DossierFactory(accepted=True)
        first, second = scored_by(dossier, {}, {"2": 5})
        late = AssignmentFactory(dossier=dossier)
        client.force_login(second.member.user)
        text = " ".join(pages_of(client.get(url("print_sheets", dossier)).content))
        assert second.member.user.full_name in text
        assert first.member.user.full_name not in text
        client.force_login(late.member.user)
        assertRedirects(
            client.get(url("print_sheets", dossier)), dossier.get_absolute_url(), fetch_redirect_response=False
        )

    def test_the_office_prints_all_of_a_closed_dossier_and_none_of_an_open_one(self, client, office, world):
        dossier = DossierFactory(accepted=True)
        scored_by(dossier, {})
        assert client.get(url("print_sheets", dossier)).status_code == 302
        content = client.get(url("print_sheets", world.dossiers["Mắm cá linh"]), {"dang": "docx"}).content
        lines = words_of(content)
        assert sum(line == "PHIẾU CHẤM ĐIỂM SẢN PHẨM OCOP" for line in lines) == 4
        assert "90,50" in lines

    def test_a_unit_never_has_them(self, client, world):
        dossier = world.dossiers["Gạo thơm"]
        client.force_login(UserFactory(local_officer=True, unit=dossier.unit))
        assert client.get(url("print_sheets", dossier)).status_code == 403
        page = client.get(dossier.get_absolute_url(), {"tab": "files"})
        assertContains(page, url("print_registration", dossier))
        assertNotContains(page, url("print_sheets", dossier))


class TestForms:
    def test_a_unit_prints_the_forms_of_its_own_dossiers(self, client):
        dossier = DossierFactory(product__name="Gạo thơm")
        client.force_login(UserFactory(local_officer=True, unit=dossier.unit))
        for name in ("print_registration", "print_self_assessment"):
            assert any("Gạo thơm" in one for one in words_of(client.get(url(name, dossier), {"dang": "docx"}).content))
        # The commune has not checked it yet.
        assertRedirects(
            client.get(url("print_unit_check", dossier)), dossier.get_absolute_url(), fetch_redirect_response=False
        )
        client.force_login(UserFactory(local_officer=True))
        assert client.get(url("print_registration", dossier)).status_code == 404


class TestBlankSheet:
    def test_of_a_draft_version_only_for_the_office(self, client, office):
        draft = CriteriaSetFactory(rule_version=RuleVersionFactory(is_draft=True))
        assert client.get(url("blank_sheet", draft), {"dang": "docx"}).status_code == 200
        client.force_login(UserFactory(leader=True))
        assert client.get(url("blank_sheet", draft), {"dang": "docx"}).status_code == 404
        assert client.get(url("blank_sheet", CriteriaSetFactory()), {"dang": "docx"}).status_code == 200
