"""Rows as officials paste them: every kind of dirt is named, and nothing is half-saved."""

import unicodedata

import pytest

from accounts.tests.factories import UserFactory
from producers.tests.factories import ProducerFactory
from trainings.pasting import Directory, read_pasted
from trainings.previewing import check_rows
from trainings.tests.factories import ClassFactory, RegistrationFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
GOOD = "Trần Thị Hoa\tNữ\t1985\t0912345678\t\t\tCông chức xã\t"


@pytest.fixture
def directory():
    officer = UserFactory(local_officer=True, unit=UnitFactory(name="Xã Mỹ An"))
    ProducerFactory(name="Hợp tác xã Sen Việt", unit=officer.unit)
    ProducerFactory(name="HTX Xoài xa")
    return Directory(officer)


def read_one(text, directory):
    rows, problems = read_pasted(text, directory)
    assert not problems
    return rows[-1]


DIRT = {
    "merged cell of the name": ("\tNữ\t1985\t0912345678\t\t\tCông chức\t", "Ô “Họ và tên”: để trống. Nếu ô bị gộp"),
    "lost leading zero": ("Trần Thị Hoa\tNữ\t1985\t912345678", "thiếu số 0 ở đầu"),
    "rounded number": ("Trần Thị Hoa\tNữ\t1985\t9.12E+08", "Excel làm tròn"),
    "two telephones": ("Trần Thị Hoa\tNữ\t1985\t0912345678/0913", "không phải một số điện thoại"),
    "short telephone": ("Trần Thị Hoa\tNữ\t1985\t09123", "có 5 chữ số"),
    "a day that is none": ("Trần Thị Hoa\tNữ\t31/02/1985\t", "không phải ngày/tháng/năm"),
    "month before day": ("Trần Thị Hoa\tNữ\t03/25/1985\t", "không phải ngày/tháng/năm"),
    "year of two digits": ("Trần Thị Hoa\tNữ\t15/3/85\t", "hai chữ số của năm"),
    "a birth to come": ("Trần Thị Hoa\tNữ\t2099\t", "không phải năm sinh"),
    "control characters": ("Trần Thị\x07Hoa\tNữ", "ký tự điều khiển sao chép từ Word"),
    "null character": ("Trần Thị\x00 Hoa\tNữ", "ký tự điều khiển sao chép từ Word"),
    "several lines in a cell": ('"Trần Thị Hoa\nLê Thị Sen"\tNữ', "nhiều dòng trong một ô"),
    "error of a formula": ("Trần Thị Hoa\tNữ\t#N/A", "lỗi công thức"),
    "no gender": ("Trần Thị Hoa\t\t1985", "Hãy ghi Nam hoặc Nữ"),
    "a mark for a gender": ("Trần Thị Hoa\tx\t1985", "không phải Nam hoặc Nữ"),
    "digits in a name": ("1. Trần Thị Hoa\tNữ", "không dùng trong tên"),
    "half a name": ("Hoa\tNữ", "thiếu họ hoặc tên"),
    "unit of others": ("Trần Thị Hoa\tNữ\t1985\t\tXã Không Có", "không có trong danh sách của bạn"),
    "producer of others": ("Trần Thị Hoa\tNữ\t1985\t\t\tHTX Xoài xa", "không có trong danh sách của bạn"),
    "shifted columns": ("Trần Thị Hoa\t\t\t\t\t\t\t\tNữ\t1985", "lệch cột"),
    "too long": ("Trần Thị Hoa\tNữ\t1985\t\t\t\t" + "x" * 151, "dài quá 150 ký tự"),
    "the same person twice": (f"{GOOD}\n{GOOD}", "Trùng người ở dòng 1"),
}


@pytest.mark.parametrize("kind", DIRT)
def test_dirt_is_named_in_its_row(kind, directory):
    text, said = DIRT[kind]
    row = read_one(text, directory)
    assert any(said in error for error in row.errors), row.errors


CLEANED = {
    "leading zero kept": ("Trần Thị Hoa\tNữ\t1985\t0912 345 678", "phone", "0912345678"),
    "code of the country": ("Trần Thị Hoa\tNữ\t1985\t+84912345678", "phone", "0912345678"),
    "text mark of Excel": ("Trần Thị Hoa\tNữ\t1985\t'0912345678", "phone", "0912345678"),
    "full-width digits": ("Trần Thị Hoa\tNữ\t１９８５\t０912345678", "phone", "0912345678"),
    "serial day": ("Trần Thị Hoa\tNữ\t31121", "birth_year", 1985),
    "day of birth": ("Trần Thị Hoa\tNữ\t15/03/1985", "birth_year", 1985),
    "decomposed letters": (unicodedata.normalize("NFD", "Trần Thị Hoà\tNữ"), "full_name", "Trần Thị Hoà"),
    "hidden and hard spaces": ("\ufeffTrần\u00a0 Thị Hoa\u200b\tNữ ", "full_name", "Trần Thị Hoa"),
    "own unit": ("Trần Thị Hoa\tNữ", "unit", None),
    "empty cells at the end": (GOOD + "\t\t\t", "kind", "officer"),
    "producer by its short name": ("Trần Thị Hoa\tNữ\t\t\tMỹ An\thtx SEN VIỆT", "kind", "producer_staff"),
}


@pytest.mark.parametrize("kind", CLEANED)
def test_harmless_dirt_is_put_right(kind, directory):
    text, name, value = CLEANED[kind]
    row = read_one(text, directory)
    assert not row.errors
    assert getattr(row.person, name) == (value or directory.default)


def test_columns_follow_their_headings(directory):
    rows, problems = read_pasted(
        "STT\tSố điện thoại\tHọ và tên\tNam/Nữ\n1\t0912345678\tTrần Thị Hoa\tNữ\n\t\t\t\n", directory
    )
    assert not problems
    assert [(row.number, row.person.full_name, row.person.phone) for row in rows] == [(2, "Trần Thị Hoa", "0912345678")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có dòng nào"),
        ("Trần Thị Hoa, Nữ, 1985", "Không thấy các cột"),
        ("Họ và tên\tMàu áo\nTrần Thị Hoa\tđỏ", "Không rõ cột “Màu áo”"),
        ("Họ và tên\tSĐT\tĐiện thoại\nTrần Thị Hoa\t1\t2", "Cột “Điện thoại” có hai lần"),
        ("Họ và tên\tGiới tính", "chưa có người nào"),
        ("a\tb\n" * 301, "nhiều nhất 300 dòng"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(text, said, directory):
    rows, problems = read_pasted(text, directory)
    assert not rows
    assert said in problems[0]


def test_a_commune_is_not_told_of_two_units_of_one_name():
    office = UserFactory(office=True)
    UnitFactory(name="Xã Mỹ An")
    UnitFactory(name="Phường Mỹ An")
    row = read_one("Trần Thị Hoa\tNữ\t\t\tMỹ An", Directory(office))
    assert "trùng tên với nhiều mục" in row.errors[0]
    assert "để trống" in read_one("Trần Thị Hoa\tNữ", Directory(office)).errors[0]


def test_the_preview_says_who_qualifies_who_is_in_and_who_has_two_classes(directory):
    unit = directory.default
    seat = RegistrationFactory(trainee__full_name="Lê Văn Có", trainee__phone="0911111111", trainee__unit=unit)
    RegistrationFactory(trainee__full_name="Lê Văn Bận", trainee__phone="0922222222", training_class=ClassFactory())
    text = (
        "Lê Văn Có\tNam\t\t0911111111\t\t\tCông chức\n"
        "Lê Văn Bận\tNam\t\t0922222222\t\t\tCông chức\n"
        "Lê Văn Ngoài\tNam\t\t\t\t\tThợ\n"
        "Lê Văn Lý\tNam\t\t\t\t\tThợ\tSắp lập hợp tác xã\n"
        "Lê Văn Sen\tNam\t\t\t\tHTX Sen Việt"
    )
    rows, _problems = read_pasted(text, directory)
    check_rows(rows, seat.training_class)
    there, busy, outside, reasoned, staff = rows
    assert there.errors == ["Người này đã đăng ký lớp này."]
    assert "Trùng ngày với" in busy.warnings[0]
    assert "Không thuộc đối tượng" in outside.errors[0]
    assert reasoned.why == "Ngoài đối tượng: Sắp lập hợp tác xã"
    assert "đang hoạt động" in staff.why
