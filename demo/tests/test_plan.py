"""The plan of 2022 adds up, before anything is written."""

from collections import Counter

import pytest

from demo.dice import dice
from demo.picking import pick_exactly
from demo.plan_2022 import IN_SUPERMARKETS, LEGAL_FORMS, WOMEN, producers_of_2022
from demo.real import real_producers
from demo.tracks import ENTERED, OF_2019, OF_2020_2021, PASSED, REVOKED, Track


@pytest.fixture(scope="module")
def producers():
    return producers_of_2022()


@pytest.fixture(scope="module")
def products(producers):
    invented = [product for producer in producers for product in producer.products]
    return invented + [product.plan for producer in real_producers() for product in producer.products]


def count(products, *tracks):
    return sum(product.track in tracks for product in products)


def having(producers, *tracks):
    return [producer for producer in producers if any(product.track in tracks for product in producer.products)]


def test_the_end_of_2021_is_59_of_2019_and_206_of_the_two_years_after(products):
    of_2019 = [product.star_before for product in products if product.track in OF_2019]
    later = [product.star_before for product in products if product.track in OF_2020_2021]
    assert Counter(of_2019) == {4: 20, 3: 39}
    assert Counter(later) == {4: 41, 3: 165}


def test_52_are_due_45_take_part_and_34_pass(products):
    assert count(products, Track.RENEWED, Track.RENEWAL_FAILED, Track.ABSENT) == 52
    assert count(products, Track.RENEWED, Track.RENEWAL_FAILED) == 45
    renewed = Counter(
        (product.star_before, product.star_2022) for product in products if product.track is Track.RENEWED
    )
    assert renewed == {(4, 4): 4, (4, 3): 7, (3, 3): 23}


def test_25_are_revoked_9_of_them_with_four_stars(products):
    assert Counter(product.star_before for product in products if product.track in REVOKED) == {3: 16, 4: 9}
    assert count(products, Track.STOPPED) == 7


def test_entries_and_recognitions(producers, products):
    assert count(products, *ENTERED) == 202
    assert (count(products, Track.NEW), count(products, Track.NEW_FAILED)) == (117, 30)
    assert (count(products, Track.UPGRADED), count(products, Track.UPGRADE_FAILED)) == (5, 5)
    assert Counter(product.star_2022 for product in products if product.track in PASSED) == {4: 41, 3: 115}
    assert len([producer for producer in producers if producer.has_entered_2022]) == 92
    assert len([producer for producer in producers if producer.is_recognised_2022]) == 70
    rows = [len(having(producers, track)) for track in (Track.RENEWED, Track.UPGRADED, Track.NEW)]
    assert rows == [18, 2, 65]


def test_recognised_products_by_industry_and_producers_by_form(producers):
    passed = Counter(
        producer.industry for producer in producers for product in producer.products if product.track in PASSED
    )
    assert passed == {"food": 127, "beverage": 7, "herbal": 8, "souvenir": 13, "tourism": 1}
    assert Counter(producer.legal_form for producer in producers if producer.is_recognised_2022) == LEGAL_FORMS


def test_357_stand_on_the_day_of_the_plan(producers, products):
    assert Counter(product.star_standing for product in products if product.star_standing) == {3: 275, 4: 82}
    assert len([producer for producer in producers if producer.is_standing]) + len(real_producers()) == 119
    assert sum(product.in_supermarket for product in products) == IN_SUPERMARKETS == 109
    assert all(product.star_standing for product in products if product.in_supermarket)


def test_women_lead_47_producers_with_161_products(producers):
    led = [producer.standing_stars() for producer in producers if producer.is_led_by_woman and producer.is_standing]
    assert len(led) == WOMEN["producers"] == 47
    assert (sum(four for four, _three in led), sum(three for _four, three in led)) == (29, 132)


def test_four_products_are_real_and_named():
    named = {product.name for producer in real_producers() for product in producer.products}
    assert named == {"Hạt sen sấy", "Mít sấy", "Bánh phồng chay cao cấp hạt sen", "Xoài sấy dẻo"}
    assert not any(producer.is_invented or producer.representative for producer in real_producers())


def test_the_plan_is_the_same_every_time(producers):
    assert producers_of_2022() == producers


class TestPicking:
    def test_the_sums_are_exact(self):
        luck = dice("test of picking")
        sizes = [(1, luck.randint(0, 4), luck.randint(0, 6)) for _at in range(60)]
        wanted = tuple(sum(column) for column in zip(*sizes[:20], strict=True))
        chosen = pick_exactly(sizes, wanted, purpose="test")
        assert tuple(sum(sizes[at][place] for at in chosen) for place in range(3)) == wanted

    def test_what_cannot_be_is_said(self):
        with pytest.raises(ValueError, match="adds up"):
            pick_exactly([(1, 2), (1, 2)], (1, 3), purpose="test")
