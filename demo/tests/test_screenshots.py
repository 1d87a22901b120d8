"""Pictures of pages: which pages, and that they are taken."""

import pytest
from django.core.management import call_command
from PIL import Image

from demo.accounts import DEMO_PASSWORD, make_accounts
from demo.screenshots import Frontier, page_of, photograph_all

HOST = "127.0.0.1:8000"


def test_a_page_is_known_by_its_kind_and_tab_not_by_its_filters():
    assert page_of(f"http://{HOST}/san-pham/?q=sen&page=2", HOST) == ("products.product_list", 1)
    assert page_of(f"http://{HOST}/san-pham/7/?tab=history", HOST) == ("products.product_detail--tab-history", 1)
    assert page_of(f"http://{HOST}/san-pham/7/", HOST) == ("products.product_detail", 2)


@pytest.mark.parametrize(
    "address", ["https://ocop.example/san-pham/", f"http://{HOST}/khong-co/", "mailto:a@b.example"]
)
def test_what_is_not_of_the_portal_is_left_out(address):
    assert page_of(address, HOST) is None


def test_two_objects_of_a_kind_are_enough_and_new_links_come_in_meanwhile():
    frontier = Frontier(HOST)
    frontier.offer([f"/san-pham/{number}/" for number in (1, 1, 2, 3)])
    seen = []
    for name, address in frontier:
        seen.append((name, address))
        frontier.offer(["/san-pham/", "/san-pham/4/"])
    assert seen == [
        ("products.product_detail", "/san-pham/1/"),
        ("products.product_detail-2", "/san-pham/2/"),
        ("products.product_list", "/san-pham/"),
    ]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_of_a_role_is_kept_in_both_sizes(chromium, live_server, tmp_path):
    call_command("load_reference", verbosity=0)
    make_accounts()
    taken = photograph_all(chromium, live_server.url, tmp_path, [("leader", "lanhdao", DEMO_PASSWORD)])
    laptop = {path.name for path in (tmp_path / "leader" / "1366x768").iterdir()}
    phone = {path.name for path in (tmp_path / "leader" / "390x844").iterdir()}
    assert {"home.png", "products.product_list.png", "producers.producer_list.png"} <= laptop == phone
    assert taken == len(laptop) + len({path.name for path in (tmp_path / "visitor" / "1366x768").iterdir()})
    with Image.open(tmp_path / "leader" / "390x844" / "home.png") as picture:
        assert picture.width == 390
        assert picture.height >= 844
