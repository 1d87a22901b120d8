import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import company_key, normalise_search, search_words, sort_key


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Xoài sấy dẻo", "xoai say deo"),
        ("ĐẶC SẢN Đồng Tháp", "dac san dong thap"),
        ("Bánh-phồng (chay) 500g!", "banh phong chay 500g"),
        ("  ", ""),
    ],
)
def test_search_text_has_no_marks(typed, plain):
    assert normalise_search(typed) == plain


@given(st.text(alphabet="aăâbcdđeêoôơuưyàáảãạấầẩẫậặẵệễựữ XÔƯĐ-", max_size=40))
def test_composed_and_decomposed_letters_are_the_same_word(text):
    assert normalise_search(unicodedata.normalize("NFD", text)) == normalise_search(unicodedata.normalize("NFC", text))


@given(st.text(max_size=60))
def test_search_text_is_stable_for_any_text(text):
    once = normalise_search(text)
    assert normalise_search(once) == once
    assert search_words(text) == list(dict.fromkeys(once.split()))


def test_names_stand_in_vietnamese_alphabetical_order():
    names = ["An", "Ăn", "Ân", "Ba", "Ca", "Da", "Đa", "Em", "Êm", "ma", "mà", "mả", "mã", "má", "mạ", "Ơn", "Ư"]
    shuffled = names[7:] + names[:7]
    assert sorted(shuffled, key=sort_key) == names


def test_syllables_are_compared_one_by_one():
    assert sort_key("An Tịnh") < sort_key("Anh Ba")
    assert sort_key("Hoà An") < sort_key("Hoà Bình")


def test_numbers_stand_by_their_value():
    assert sorted(["Phường 11", "Phường 2", "Phường 1"], key=sort_key) == ["Phường 1", "Phường 2", "Phường 11"]


@pytest.mark.parametrize(
    "name",
    ["Cty TNHH Sen Việt", "CÔNG TY TRÁCH NHIỆM HỮU HẠN SEN VIỆT", "Công ty TNHH MTV Sen Viet", "HTX Sen Việt"],
)
def test_names_that_differ_only_in_marks_case_and_company_words_share_a_key(name):
    assert company_key(name) == "sen viet"


def test_a_name_of_type_words_alone_keeps_them():
    assert company_key("Hợp tác xã") == "hop tac xa"
