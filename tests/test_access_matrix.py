"""Every address × role × object: who gets a page, who is refused, and for whom there is nothing there."""

import io
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import URLPattern, get_resolver, reverse

from accounts.enums import Role
from accounts.querysets import UserQuerySet
from campaigns.querysets import CampaignQuerySet, FormQuerySet, NarrowQuerySet, UnitReportQuerySet
from evaluations.querysets import (
    DossierQuerySet,
    EvidenceQuerySet,
    InterestQuerySet,
    RoundQuerySet,
    RuleVersionQuerySet,
    SessionQuerySet,
)
from notices.querysets import NoticeQuerySet
from producers.querysets import PaperFileQuerySet, PaperQuerySet, ProducerQuerySet
from products.querysets import ProductQuerySet
from programme.querysets import AssignmentQuerySet, OfUnitQuerySet
from programme.querysets import NarrowQuerySet as NarrowProgrammeQuerySet
from recognitions.querysets import AwardCertificateQuerySet
from reports.querysets import ConsolidationQuerySet, PassageQuerySet, ReportQuerySet
from tests.access_table import ACCESS, GONE, NO, NOT_SO, OK, VARIANTS, Access
from tests.access_world import FOREIGN_UNIT, HIDDEN, build_world
from trainings.querysets import RegistrationQuerySet, RequestQuerySet

MISSING = 987_654_321
SIGN_IN = reverse("accounts:sign_in")
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*\b(django_session|axes_))", re.IGNORECASE | re.DOTALL)
_PASSING = re.compile(
    rb'csrfmiddlewaretoken" value="\w+"|\d\d:\d\d \d\d/\d\d/\d{4}|%d|/\d+/|person-mark.*?</details>' % MISSING,
    re.DOTALL,
)


class Question(NamedTuple):
    """Who asks for which address, how."""

    name: str
    access: Access
    method: str
    role: Role
    query: dict

    def __str__(self):
        return f"{self.method} {self.name}{self.query or ''} as {self.role}"


def addresses(patterns=None, namespace=""):
    """Yield the full name of every address of the portal."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_is_declared_and_no_other():
    declared, there = set(ACCESS), set(addresses())
    assert declared == there, f"not declared: {sorted(there - declared)}; no more there: {sorted(declared - there)}"


def test_every_row_answers_every_role_for_every_object():
    wrong = []
    for name, access in ACCESS.items():
        count = len(VARIANTS[access.kind]) or 1
        for method, answers in access.answers.items():
            if set(answers) != set(Role) or any(len(codes) not in {1, count} for codes in answers.values()):
                wrong.append((name, method))
    assert not wrong


@pytest.mark.long(35)
class AccessMatrix(TestCase):
    """The world is made once; every request runs in a savepoint of its own."""

    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def setUp(self):
        self.cells = 0
        self.clients = {}
        for role, person in self.world.people.items():
            self.clients[role] = Client(raise_request_exception=False)
            self.clients[role].force_login(person)
        self.cookies = {role: copy(client.cookies) for role, client in self.clients.items()}

    def test_every_role_gets_the_answer_of_the_table(self):
        wrong = [line for name in ACCESS for line in self.wrong_cells(name)]
        assert not wrong, "\n".join(["", *wrong])
        assert self.cells >= 1000

    def test_without_its_scope_every_address_of_a_kind_turns_red(self):
        """The negative control: with ``visible_to`` gone, no address keeps what is foreign to itself."""
        for queryset, kinds in SCOPES.items():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(queryset, "visible_to", lambda rows, _user: rows.all())
                for name in ACCESS:
                    if ACCESS[name].kind in kinds and _has_foreign(ACCESS[name]):
                        assert next(self.wrong_cells(name), ""), f"{name} passes without {queryset.__name__}"

    def test_who_has_not_signed_in_is_asked_to(self):
        anonymous = Client(raise_request_exception=False)
        wrong = []
        for name, access in ACCESS.items():
            for method in ("get", "post"):
                variant = VARIANTS[access.kind][0] if access.kind else ""
                path = self.path(name, access, variant, Role.OFFICE)
                response = getattr(anonymous, method)(path)
                asked = response.status_code == 302 and response.url.startswith(f"{SIGN_IN}?next=")
                if asked == access.public or response.status_code == 500:
                    wrong.append(f"{method} {name}: {response.status_code}")
        assert not wrong
        assert {name for name, access in ACCESS.items() if access.public} == {
            "healthz",
            "accounts:sign_in",
            "recognitions:public",
        }

    def test_every_post_needs_its_token(self):
        wrong = []
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.force_login(self.world.people[Role.OFFICE])
        for name, access in ACCESS.items():
            path = self.path(name, access, VARIANTS[access.kind][0] if access.kind else "", Role.OFFICE)
            if strict.post(path, access.data).status_code != NO:
                wrong.append(name)
        assert not wrong

    def wrong_cells(self, name: str) -> Iterator[str]:
        """Yield a line for each answer of an address that is not the one of the table."""
        access = ACCESS[name]
        for method in ("GET", "POST"):
            for query in access.queries if method == "GET" else ({},):
                for role in Role:
                    yield from self._wrong_of(Question(name, access, method, role, query))

    def path(self, name: str, access: Access, variant: str, role: Role) -> str:
        """Return the path of an address for one object of the world."""
        return reverse(name, args=self.world.arguments_for(access.kind, variant, role) if access.kind else ())

    def _wrong_of(self, asked):
        variants = VARIANTS[asked.access.kind] or ("",)
        expected = asked.access.answers.get(asked.method, {}).get(asked.role, (None,))
        codes = (expected * len(variants))[: len(variants)]
        gone = None
        if asked.access.kind:
            gone = self._answer(asked, reverse(asked.name, args=self._missing(asked)))
            if gone.status_code not in {GONE, NO, NOT_SO} or (GONE in codes and gone.status_code != GONE):
                yield f"{asked} for what does not exist: {gone.status_code}"
        for variant, code in zip(variants, codes, strict=True):
            response = self._answer(asked, self.path(asked.name, asked.access, variant, asked.role))
            self.cells += 1
            for problem in (*_status_problems(response, code, gone), *_content_problems(asked, response)):
                yield f"{asked} for {variant or 'the page'}: {problem}"

    def _answer(self, asked, path):
        writes = []

        def watch(execute, sql, params, many, context):
            if _WRITES.match(sql):
                writes.append(sql)
            return execute(sql, params, many, context)

        query = {key: self.world.foreign_unit.pk if key == "unit" else value for key, value in asked.query.items()}
        client, cookies = self.clients[asked.role], self.cookies[asked.role]
        with connection.execute_wrapper(watch), transaction.atomic():
            response = _send(client, asked.method, path, asked.access.data if asked.method == "POST" else query)
            response.body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        # The rollback brings back a session that was ended, this its cookie.
        client.cookies = copy(cookies)
        response.writes = writes
        return response

    def _missing(self, asked):
        known = self.world.arguments_for(asked.access.kind, VARIANTS[asked.access.kind][0], asked.role)
        return (MISSING, *known[1:])


def _send(client, method, path, data):
    try:
        return client.get(path, data) if method == "GET" else client.post(path, data)
    except pytest.fail.Exception as broken:
        # A template that names what is not there.
        return HttpResponse(str(broken), status=500)


def _status_problems(response, code, gone):
    status = response.status_code
    if code is None:
        if status not in {NO, GONE, NOT_SO}:
            yield f"{status}, but the table has no such method"
    elif code == OK and status not in {200, 302}:
        yield f"{status}, expected a page"
    elif code not in {OK, status}:
        yield f"{status}, expected {code}"
    if status == GONE and gone is not None and _lasting(response) != _lasting(gone):
        yield "the page differs from that of an object that does not exist"
    if status >= 400 and response.writes:
        yield f"refused, but wrote: {response.writes[0][:100]}"


def _content_problems(asked, response):
    if response.status_code != 200:
        return
    text = _text_of(response)
    for token in HIDDEN.get(asked.role, ()):
        if token in text and not (asked.access.tells_units and token == FOREIGN_UNIT):
            yield f"shows “{token}”"


def _has_foreign(access: Access) -> bool:
    return any(GONE in codes for answers in access.answers.values() for codes in answers.values())


def _lasting(response) -> bytes:
    """The page without what changes from one request to the next."""
    return _PASSING.sub(b"", response.body)


def _text_of(response) -> str:
    if response.body.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(response.body))
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return response.body.decode("utf-8", "replace")


SCOPES = {
    UserQuerySet: {"account"},
    NoticeQuerySet: {"notice"},
    ProducerQuerySet: {"producer"},
    PaperQuerySet: {"wallet"},
    PaperFileQuerySet: {"scan"},
    ProductQuerySet: {"product"},
    RoundQuerySet: {"round"},
    RuleVersionQuerySet: {"version", "version_file", "numbered_set", "numbered_set_file"},
    DossierQuerySet: {"dossier"},
    EvidenceQuerySet: {"paper"},
    SessionQuerySet: {"session"},
    InterestQuerySet: {"interest"},
    AwardCertificateQuerySet: {"award"},
    ReportQuerySet: {"report", "figure", "report_file"},
    ConsolidationQuerySet: {"consolidation"},
    PassageQuerySet: {"passage"},
    UnitReportQuerySet: {"unit_report", "report_section", "report_number", "sent_version"},
    NarrowQuerySet: {"attached"},
    CampaignQuerySet: {"campaign"},
    FormQuerySet: {"asking", "asking_section", "asking_element"},
    AssignmentQuerySet: {"task_part"},
    NarrowProgrammeQuerySet: {"task_note"},
    OfUnitQuerySet: {"activity", "project", "space"},
    RegistrationQuerySet: {"seat"},
    RequestQuerySet: {"class_request"},
}
