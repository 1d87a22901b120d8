"""The public page of a certificate: what it says, to whom, how often, and what it keeps to itself."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from core.dates import today
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState
from evaluations.tests.factories import DossierFactory
from producers.tests.factories import RepresentativeFactory
from products.models import Recognition
from products.tests.factories import RecognitionFactory, RevocationFactory
from recognitions.enums import PublicState
from recognitions.tests.factories import AwardCertificateFactory, ending_on
from recognitions.views.public import MOST_REQUESTS
from units.tests.factories import SuccessionFactory

NOBODYS = "AAAAAAAAAAAAAAAAAAAAAA"
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_counters(db):
    cache.clear()


def page_of(code, **headers):
    return Client().get(reverse("recognitions:public", args=[code]), **headers)


def text_of(recognition) -> str:
    response = page_of(AwardCertificateFactory(recognition=recognition).code)
    assert response.status_code == 200
    return response.content.decode()


def in_days(left: int, **values) -> Recognition:
    return ending_on(today() + dt.timedelta(days=left), **values)


def extended():
    row = in_days(-1)
    DossierFactory(product=row.product, kind="renewal", state=DossierState.SUBMITTED, submitted_on=today() - ONE_DAY)
    return row


def revoked():
    return RevocationFactory(recognition=in_days(500), effective_on=today()).recognition


def cancelled():
    row = in_days(500)
    Recognition.objects.filter(pk=row.pk).update(cancelled_on=today(), cancelled_by=DocumentFactory())
    return row


def replaced():
    row = in_days(20)
    RecognitionFactory(product=row.product, document__issued_on=today())
    return row


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (lambda: in_days(181), PublicState.VALID),
        (lambda: in_days(180), PublicState.EXPIRING),
        (lambda: in_days(0), PublicState.EXPIRING),
        (extended, PublicState.EXTENDED),
        (lambda: in_days(-1), PublicState.EXPIRED),
        (revoked, PublicState.REVOKED),
        (cancelled, PublicState.CANCELLED),
        (replaced, PublicState.REPLACED),
        (lambda: RecognitionFactory(document__issued_on=today() + ONE_DAY), PublicState.UPCOMING),
    ],
    ids=["valid", "filing", "last day", "extended", "expired", "revoked", "cancelled", "replaced", "upcoming"],
)
def test_the_page_says_in_words_whether_the_star_still_counts(make, state):
    text = text_of(make())
    assert str(state.label) in text
    assert [str(one.label) for one in PublicState if f" {one.label}</p>" in text] == [str(state.label)]


def test_the_page_shows_what_is_printed_and_no_person():
    merger = SuccessionFactory()
    row = in_days(500, star=4, product__producer__unit=merger.from_unit, product__name="Xoài <b>sấy</b>")
    RepresentativeFactory(producer=row.producer, name="Trần Thị Kín")
    type(row.producer).objects.filter(pk=row.producer_id).update(phone="0909123456", address="12 đường Kín")
    text = text_of(row)
    for words in ("Xoài &lt;b&gt;sấy&lt;/b&gt;", row.producer.name, merger.from_unit.name, merger.to_unit.name):
        assert words in text
    for words in (
        "4 sao",
        "★★★★<",
        row.document.citation,
        "Ủy ban nhân dân tỉnh Thử Nghiệm",
        f"{row.valid_until:%d/%m/%Y}",
    ):
        assert words in text
    assert "Kín" not in text
    assert "0909" not in text


def test_the_page_is_small_alone_and_not_to_be_found():
    response = page_of(AwardCertificateFactory(recognition=in_days(500, product__name="X" * 250)).code)
    assert len(response.content) < 50_000
    assert b"<script" not in response.content
    assert re.findall(rb'(?:src|href)="([^"]+)"', response.content) == [b"data:,", b"/static/css/public.css"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert b'name="robots" content="noindex' in response.content
    assert not response.cookies


@pytest.mark.parametrize("code", [NOBODYS, "x", "x" * 500, "đ", "%00"])
def test_every_unknown_code_gets_the_same_page(code):
    expected = page_of(NOBODYS)
    response = Client().get(f"/tra-cuu/{code}/")
    assert (response.status_code, expected.status_code) == (404, 404)
    assert response.content == expected.content
    assert "Mã này không có" in response.content.decode()


def test_a_code_is_told_apart_by_case():
    made = AwardCertificateFactory(code="aBcDeFgHiJkLmNoPqRsTuV", recognition=in_days(500))
    assert page_of(made.code).status_code == 200
    assert page_of(made.code.swapcase()).status_code == 404


@time_machine.travel("2026-11-21T03:00:10Z", tick=False)
def test_who_asks_too_often_is_asked_to_wait_and_others_are_not():
    made = AwardCertificateFactory(recognition=in_days(500))
    for _number in range(MOST_REQUESTS):
        assert page_of(NOBODYS).status_code == 404
    refused = page_of(made.code)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "50"
    assert "thử lại sau 50 giây" in refused.content.decode()
    assert page_of(made.code, REMOTE_ADDR="203.0.113.9").status_code == 200
    with time_machine.travel("2026-11-21T03:01:00Z", tick=False):
        assert page_of(made.code).status_code == 200


@override_settings(AXES_IPWARE_PROXY_COUNT=1)
@time_machine.travel("2026-11-21T03:00:10Z", tick=False)
def test_behind_a_proxy_its_word_counts_and_not_the_visitors():
    for number in range(MOST_REQUESTS + 1):
        last = page_of(NOBODYS, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.7")
    assert last.status_code == 429
    assert page_of(NOBODYS, HTTP_X_FORWARDED_FOR="203.0.113.7, 203.0.113.8").status_code == 404


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
)
def test_without_the_cache_the_page_is_still_there():
    assert page_of(AwardCertificateFactory(recognition=in_days(500)).code).status_code == 200


def test_the_page_takes_three_queries_and_an_unknown_code_one(django_assert_num_queries):
    made = AwardCertificateFactory(recognition=in_days(500))
    with django_assert_num_queries(3):
        page_of(made.code)
    with django_assert_num_queries(1):
        page_of(NOBODYS)


def test_only_reading_is_answered():
    assert Client().post(reverse("recognitions:public", args=[NOBODYS])).status_code == 405
