"""Single cells as they come from Excel and Word: cleaned where that is safe, refused where it is not.

Every reader takes the cleaned text of a cell and a list to which it adds what it changed. It raises
``ValueError`` with a sentence for the person where the cell must be corrected by hand.
"""

import datetime as dt
import re
import unicodedata

from django.utils.translation import gettext as _

from core.dates import format_date, parse_date
from core.text import normalise_search, one_line, to_nfc
from trainings.enums import TraineeKind

# What a copy from the web leaves in a text and nobody sees.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", re.IGNORECASE)
_WIDE = re.compile("[\uff10-\uff19]")
_EXCEL_FIRST_DAY = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"\d{4,5}(\.0+)?")
_YEARS = range(1920, 2100)
_WOMAN, _MAN = {"nu", "gai", "female", "f"}, {"nam", "trai", "male", "m"}
_KIND_WORDS = (
    (TraineeKind.STUDENT, ("sinh vien", "hoc sinh")),
    (TraineeKind.LECTURER, ("giang vien", "giao vien")),
    (TraineeKind.OFFICER, ("cong chuc", "vien chuc", "can bo", "chu tich", "chuyen vien", "truong phong")),
)


def clean_cell(text: str, notes: list[str]) -> str:
    """Return the text of a cell in NFC on one line, with plain digits.

    Raises:
        ValueError: control characters, an error of a formula, several lines in one cell.
    """
    if _CONTROL.search(text):
        raise ValueError(_("có ký tự điều khiển sao chép từ Word. Hãy gõ lại ô này"))
    if "\n" in text.strip() or "\r" in text.strip():
        raise ValueError(_("có nhiều dòng trong một ô. Hãy tách mỗi người một dòng"))
    if _FORMULA_ERROR.search(text):
        raise ValueError(_("là lỗi công thức của Excel (%s). Hãy nhập giá trị") % text.strip())
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
        notes.append(_("Đã bỏ ký tự ẩn"))
    if _WIDE.search(text):
        text = _WIDE.sub(lambda digit: str(unicodedata.digit(digit[0])), text)
        notes.append(_("Đã đổi chữ số toàn chiều rộng thành chữ số thường"))
    if text != to_nfc(text):
        notes.append(_("Đã ghép lại dấu tiếng Việt"))
    return one_line(text)


def read_name(text: str, _notes: list[str]) -> str:
    """Return the full name."""
    if not text:
        raise ValueError(_("để trống. Nếu ô bị gộp trong Excel, hãy bỏ gộp và ghi ở từng dòng"))
    if re.search(r"[\d@#=<>{}\[\]|\\_*]", text):
        raise ValueError(_("“%s” có chữ số hoặc ký hiệu không dùng trong tên") % text)
    if len(normalise_search(text).split()) < 2:
        raise ValueError(_("“%s” thiếu họ hoặc tên") % text)
    if len(text) > 120:
        raise ValueError(_("dài quá 120 ký tự"))
    return text


def read_gender(text: str, _notes: list[str]) -> str:
    """Return ``female`` or ``male``."""
    word = normalise_search(text)
    if word in _WOMAN:
        return "female"
    if word in _MAN:
        return "male"
    raise ValueError(_("để trống. Hãy ghi Nam hoặc Nữ") if not text else _("“%s” không phải Nam hoặc Nữ") % text)


def read_birth_year(text: str, notes: list[str]) -> int | None:
    """Return the year of birth from a year, a day (dd/mm/yyyy) or a day as a number of Excel."""
    if not text:
        return None
    text = text.removesuffix(" 00:00:00").removesuffix(" 0:00:00")
    if re.fullmatch(r"(19|20)\d\d", text):
        day = dt.date(int(text), 1, 1)
    elif _SERIAL.fullmatch(text):
        day = _EXCEL_FIRST_DAY + dt.timedelta(days=int(float(text)))
        notes.append(_("Số %(serial)s của Excel là ngày %(day)s") % {"serial": text, "day": format_date(day)})
    else:
        day = _read_day(text)
    if day.year not in _YEARS or day > dt.date.today():  # noqa: DTZ011 - only the year counts
        raise ValueError(_("“%s” không phải năm sinh có thể có") % text)
    return day.year


def _read_day(text: str) -> dt.date:
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        raise ValueError(_("“%s” chỉ có hai chữ số của năm. Hãy ghi đủ bốn chữ số") % text)
    try:
        return parse_date(text)
    except ValueError:
        raise ValueError(_("“%s” không phải ngày/tháng/năm hoặc năm sinh") % text) from None


def read_phone(text: str, notes: list[str]) -> str:
    """Return the digits of the number with its leading zero; it is never a number for us."""
    if not text:
        return ""
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", text, re.IGNORECASE):
        raise ValueError(_("“%s” đã bị Excel làm tròn. Hãy định dạng cột là Văn bản rồi nhập lại số") % text)
    digits = re.sub(r"[\s.()-]", "", text.removeprefix("'"))
    if digits.startswith(("+84", "84")) and len(digits.lstrip("+")) == 11:
        digits = "0" + digits.lstrip("+")[2:]
        notes.append(_("Đã đổi đầu số 84 thành 0"))
    if not digits.isascii() or not digits.isdecimal():
        raise ValueError(_("“%s” không phải một số điện thoại. Hãy ghi một số, chỉ gồm chữ số") % text)
    if not digits.startswith("0"):
        raise ValueError(_("“%s” thiếu số 0 ở đầu (Excel đã bỏ mất). Hãy định dạng cột là Văn bản") % text)
    if not 8 <= len(digits) <= 12:
        raise ValueError(_("“%(text)s” có %(count)s chữ số. Hãy kiểm tra lại") % {"text": text, "count": len(digits)})
    return digits


def read_position(text: str, _notes: list[str]) -> str:
    """Return what the person does."""
    if len(text) > 150:
        raise ValueError(_("dài quá 150 ký tự"))
    return text


def read_reason(text: str, _notes: list[str]) -> str:
    """Return why somebody takes part who does not qualify."""
    if len(text) > 300:
        raise ValueError(_("dài quá 300 ký tự"))
    return text


def kind_of(position: str, *, has_producer: bool) -> str:
    """Return what a person is by what he does: of a producer, an officer, a student, a lecturer, other."""
    if has_producer:
        return TraineeKind.PRODUCER_STAFF
    words = f" {normalise_search(position)} "
    for kind, phrases in _KIND_WORDS:
        if any(f" {phrase} " in words for phrase in phrases):
            return kind
    return TraineeKind.OTHER
