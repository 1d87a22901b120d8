"""Who reaches which page: out of scope is 404, in scope but not allowed is a refusal with its reason."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.tests.factories import UserFactory
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    EvidenceFactory,
    close,
)

pytestmark = pytest.mark.django_db

PEOPLE = ("own unit", "other unit", "agency", "office", "assigned", "other member", "leader", "administrator")
# Status of a GET by person, in the order of PEOPLE.
PAGES = {
    "round_list": (200, 200, 403, 200, 200, 200, 200, 200),
    "round_create": (403, 403, 403, 200, 403, 403, 403, 403),
    "round_detail": (200, 200, 404, 200, 200, 404, 200, 200),
    "round_edit": (403, 403, 404, 200, 403, 404, 403, 403),
    "round_council": (403, 403, 404, 200, 403, 404, 403, 403),
    "round_decision": (403, 403, 404, 200, 403, 404, 403, 403),
    "dossier_list": (200, 200, 403, 200, 200, 200, 200, 200),
    "dossier_create": (200, 200, 403, 200, 403, 403, 403, 403),
    "dossier_detail": (200, 404, 404, 200, 200, 404, 200, 200),
    "self_assessment": (403, 404, 404, 403, 403, 404, 403, 403),
    "dossier_check": (403, 404, 404, 403, 403, 404, 403, 403),
    "dossier_photo": (404, 404, 404, 404, 404, 404, 404, 404),
    "sheet_edit": (403, 404, 404, 403, 200, 404, 403, 403),
    "sheet_send": (403, 404, 404, 403, 200, 404, 403, 403),
    "evidence_file": (200, 404, 404, 200, 200, 404, 200, 200),
    "product_dossiers": (200, 404, 200, 200, 404, 404, 200, 200),
}
# Status of a POST without data.
ACTS = {
    "dossier_move": (200, 404, 404, 200, 200, 404, 200, 200),
    "evidence_add": (403, 404, 404, 403, 403, 404, 403, 403),
    "evidence_remove": (403, 404, 404, 403, 403, 404, 403, 403),
    "scoring_close": (403, 404, 404, 302, 403, 404, 403, 403),
    "round_close": (403, 403, 404, 302, 403, 404, 403, 403),
    "dossiers_accept": (403, 403, 403, 302, 403, 403, 403, 403),
}
OBJECTLESS = {"round_list", "round_create", "dossier_list", "dossier_create", "dossiers_accept"}


@pytest.fixture
def dossier():
    return DossierFactory(accepted=True)


@pytest.fixture
def address(dossier):
    paper = EvidenceFactory(dossier=dossier)

    targets = {"round": dossier.round, "evidence": paper, "product": dossier.product}

    def find(name):
        target = dossier if name == "evidence_add" else targets.get(name.split("_")[0], dossier)
        return reverse(f"evaluations:{name}", args=() if name in OBJECTLESS else (target.pk,))

    return find


def status(response):
    """The status; a file is read to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def person(who, dossier):
    if who == "own unit":
        return UserFactory(local_officer=True, unit=dossier.unit)
    if who == "assigned":
        return AssignmentFactory(dossier=dossier).member.user
    role = {"other unit": "local_officer", "agency": "agency_officer", "other member": "council_member"}.get(who, who)
    return UserFactory(**{role: True})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_opens_for_those_whose_it_is(client, dossier, address, name, who):
    client.force_login(person(who, dossier))
    assert status(client.get(address(name))) == PAGES[name][PEOPLE.index(who)]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", PEOPLE)
def test_an_act_is_for_those_whose_it_is(client, dossier, address, name, who):
    client.force_login(person(who, dossier))
    assert client.post(address(name)).status_code == ACTS[name][PEOPLE.index(who)]
    dossier.refresh_from_db()
    assert dossier.state == "accepted"
    assert not dossier.evidence.filter(removed_at__isnull=False).exists()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_never_a_get(client, dossier, address, name):
    client.force_login(UserFactory(office=True))
    assert client.get(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(PAGES | ACTS))
def test_nobody_enters_without_signing_in(client, address, name):
    assert client.get(address(name)).status_code in {302, 405}
    assert client.post(address(name)).status_code in {302, 405}


def test_the_office_does_not_see_drafts_of_units(client):
    draft = DossierFactory()
    client.force_login(UserFactory(office=True))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assertNotContains(client.get(reverse("evaluations:dossier_list")), draft.product.name)


def test_a_member_does_not_see_a_dossier_before_it_is_accepted_or_after_it_was_not_his(client):
    seat = AssignmentFactory(dossier__submitted=True, dossier__accepted=False)
    client.force_login(seat.member.user)
    assert client.get(seat.dossier.get_absolute_url()).status_code == 404


def test_a_removed_paper_is_gone_for_members_and_stays_for_the_office(client, dossier):
    paper = EvidenceFactory(dossier=dossier, removed_at=dossier.created_at)
    url = reverse("evaluations:evidence_file", args=[paper.pk])
    for who, expected in (("assigned", 404), ("office", 200), ("own unit", 200)):
        client.force_login(person(who, dossier))
        assert status(client.get(url)) == expected


def test_a_paper_is_served_as_an_attachment_that_runs_nothing(client, dossier):
    paper = EvidenceFactory(dossier=dossier, title='Phiếu "15"')
    client.force_login(person("own unit", dossier))
    response = client.get(reverse("evaluations:evidence_file", args=[paper.pk]) + "?inline=1")
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")


class TestScoresOfOthers:
    """Nobody scores by the others, and no unit reads single sheets."""

    def page(self, client, user, dossier):
        client.force_login(user)
        return client.get(dossier.get_absolute_url(), {"tab": "scores"})

    def test_a_member_sees_no_score_of_another_before_closing(self, client):
        dossier = DossierFactory(accepted=True)
        mine = AssignmentFactory(dossier=dossier).member.user
        other = AssignmentFactory(dossier=dossier).member.user
        response = self.page(client, mine, dossier)
        assertNotContains(response, other.full_name)
        closed = close(DossierFactory(accepted=True), {"3": 0}, {})
        member = closed.assignments.first().member.user
        assertContains(self.page(client, member, closed), closed.assignments.last().member.user.full_name)

    @pytest.mark.parametrize("role", ["office", "leader", "administrator"])
    def test_before_closing_readers_see_who_has_sent_and_no_points(self, client, role):
        dossier = DossierFactory(accepted=True)
        seat = AssignmentFactory(dossier=dossier)
        response = self.page(client, UserFactory(**{role: True}), dossier)
        assertContains(response, seat.member.user.full_name)
        assert "summaries" not in response.context
        assert "mean" not in response.context

    def test_a_unit_sees_the_result_once_decided_and_never_a_sheet(self, client):
        dossier = close(DossierFactory(accepted=True), {"3": 20})
        officer = UserFactory(local_officer=True, unit=dossier.unit)
        member = dossier.assignments.get().member.user
        response = self.page(client, officer, dossier)
        assert "mean" not in response.context
        type(dossier).objects.filter(pk=dossier.pk).update(state="recognised", concluded_on=dossier.submitted_on)
        response = self.page(client, officer, dossier)
        assert response.context["mean"] == 85
        assert "summaries" not in response.context
        assertNotContains(response, member.full_name)


def test_a_council_member_finds_only_the_own_rounds_and_dossiers(client, dossier):
    DossierFactory(accepted=True)
    seat = CouncilMemberFactory(round=dossier.round)
    AssignmentFactory(dossier=dossier, member=seat)
    client.force_login(seat.user)
    assert [one.pk for one in client.get(reverse("evaluations:round_list")).context["page"]] == [dossier.round_id]
    assert [one.pk for one in client.get(reverse("evaluations:dossier_list")).context["page"]] == [dossier.pk]
