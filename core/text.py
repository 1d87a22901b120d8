"""Vietnamese text: search without marks, alphabetical order, names of firms.

The same on every PostgreSQL: no ICU, no ``unaccent``, no ``pg_trgm``. Both keys are stored columns
(see ``core.fields``), computed here.
"""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: chr(0x41 + position) for position, letter in enumerate(_ALPHABET)}
# The order of tones in Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONE_ORDER = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NUMBER_WIDTH = 10

_COMPANY_PHRASES = (
    "trach nhiem huu han",
    "mot thanh vien",
    "hai thanh vien",
    "doanh nghiep tu nhan",
    "cong ty",
    "co phan",
    "hop tac xa",
    "to hop tac",
    "ho kinh doanh",
    "ho san xuat",
    "co so san xuat",
    "co so",
)
_COMPANY_WORDS = frozenset({"cty", "ct", "tnhh", "mtv", "cp", "ctcp", "htx", "tht", "dntn", "hkd", "cssx"})


def to_nfc(text: str) -> str:
    """Return ``text`` with composed letters (NFC) and without NUL, which no database stores: as we store and print."""
    return unicodedata.normalize("NFC", text.replace("\0", ""))


def one_line(text: str) -> str:
    """Return ``text`` in NFC with single spaces and none at the ends, as names are stored."""
    return " ".join(to_nfc(text).split())


def normalise_search(text: str) -> str:
    """Return the words of ``text`` in lower case, without marks, split by single spaces.

    Composed and decomposed letters give the same result and ``đ`` becomes ``d``:
    ``"Xoài sấy-dẻo (Đặc sản)"`` → ``"xoai say deo dac san"``.
    """
    lowered = to_nfc(text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))


def search_words(text: str) -> list[str]:
    """Return the distinct words to look for, in the order typed."""
    return list(dict.fromkeys(normalise_search(text).split()))


def sort_key(text: str) -> str:
    """Return a key whose plain byte order is Vietnamese alphabetical order.

    Syllables are compared one by one, letters before tones (``ma, má, mạ, mà…`` by the order of
    dictionaries), and numbers by their value (``Phường 2`` before ``Phường 11``).
    """
    return " ".join(_syllable_key(word) for word in re.findall(r"\d+|[^\W\d_]+", to_nfc(text).lower()))


def _syllable_key(word: str) -> str:
    if word.isdecimal():
        return word.zfill(_NUMBER_WIDTH)
    letters, tone = [], "0"
    for letter in word:
        base, *marks = unicodedata.normalize("NFD", letter)
        shape = [mark for mark in marks if mark not in _TONE_ORDER]
        tone = next((_TONE_ORDER[mark] for mark in marks if mark in _TONE_ORDER), tone)
        letters.append(unicodedata.normalize("NFC", base + "".join(shape)))
    return "".join(_LETTER_ORDER.get(letter, letter) for letter in letters) + tone


def company_key(name: str) -> str:
    """Return what is left of a producer's name without marks, case and company-type words.

    Two producers with the same key are likely twins: ``"Cty TNHH Sen Việt"`` and
    ``"CÔNG TY TNHH SEN VIỆT"`` both give ``"sen viet"``. A name made of type words alone keeps them.
    """
    plain = normalise_search(name)
    stripped = f" {plain} "
    for phrase in _COMPANY_PHRASES:
        stripped = stripped.replace(f" {phrase} ", " ")
    words = [word for word in stripped.split() if word not in _COMPANY_WORDS]
    return " ".join(words) or plain
