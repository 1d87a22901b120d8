"""``manage.py report``: the same figures as on the page, in three formats; mistakes in one line."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.models import WholeProvince
from reports.building import collect
from reports.tests.world import PERIOD, make_world
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = ("annual", "2022", "--from", "2022-01-01", "--to", "2022-12-31", "--as-of", "2022-12-31")


def run(tmp_path, *arguments, kind="json") -> bytes:
    path = tmp_path / f"report.{kind}"
    call_command("report", *arguments, "--format", kind, "--output", str(path))
    return path.read_bytes()


def test_json_holds_counts_as_numbers_and_shares_as_text(tmp_path):
    make_world()
    content = json.loads(run(tmp_path, *YEAR))
    assert content["period"] == {
        "kind": "annual",
        "year": 2022,
        "half": None,
        "from": "2022-01-01",
        "to": "2022-12-31",
        "as_of": "2022-12-31",
    }
    assert content["unit"] is None
    assert content["figures"]["standing.products"] == 6
    assert content["figures"]["recognised.form.household.percent"] == "66.67"
    assert content["figures"]["recognised.group.textile.percent"] == "0.00"


def test_it_says_the_same_as_the_worker(tmp_path):
    make_world()
    figures = json.loads(run(tmp_path, *YEAR))["figures"]
    data = collect(WholeProvince(), None, PERIOD)
    assert {code: str(value) for code, value in figures.items()} == {
        one.code: str(one.value) if one.places else str(int(one.value)) for one in data.figures
    }


def test_pdf_word_and_xlsx_are_written(tmp_path):
    make_world()
    assert zipfile.is_zipfile(io.BytesIO(run(tmp_path, *YEAR, kind="docx")))
    assert run(tmp_path, *YEAR, kind="pdf").startswith(b"%PDF-")
    assert load_workbook(io.BytesIO(run(tmp_path, *YEAR, kind="xlsx"))).sheetnames[0] == "Số liệu"


def test_a_unit_is_named_by_its_code_in_the_time_of_the_report(tmp_path):
    world = make_world()
    content = json.loads(run(tmp_path, *YEAR, "--unit", world.districts["A"].code))
    assert content["unit"] == world.districts["A"].code
    assert content["figures"]["standing.products"] == 2
    later = UnitFactory(
        code=world.districts["A"].code, valid_from=world.districts["A"].valid_to.replace(day=1, month=7)
    )
    assert json.loads(run(tmp_path, *YEAR, "--unit", later.code))["figures"]["standing.products"] == 2


def test_days_may_be_left_out_or_written_as_people_write_them(tmp_path):
    assert json.loads(run(tmp_path, "semiannual", "2022", "--half", "2"))["period"]["to"] == "2022-12-14"
    period = json.loads(run(tmp_path, "annual", "2022", "--as-of", "29/4/2023"))["period"]
    assert (period["from"], period["to"], period["as_of"]) == ("2021-12-15", "2022-12-14", "2023-04-29")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("annual", "2022", "--unit", "K99"), "Không có đơn vị nào mang mã K99"),
        (("annual", "2022", "--from", "hôm qua"), "Ngày “hôm qua” không đúng"),
        (("annual", "2022", "--from", "2023-01-01", "--to", "2022-01-01"), "từ ngày bắt đầu kỳ trở đi"),
        (("annual", "2022", "--half", "1"), "không chia kỳ"),
        (("semiannual", "2022"), "phải chọn kỳ"),
        (("annual", "1812"), "Năm phải từ"),
        (("annual", "2022", "--as-of", "2999-01-01"), "không được sau hôm nay"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path, arguments, words):
    with pytest.raises(CommandError, match=words) as error:
        run(tmp_path, *arguments)
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("report", *YEAR, "--format", "json", "--output", str(tmp_path / "none" / "x.json"))


def test_nothing_but_the_report_goes_to_standard_output(capfdbinary):
    make_world()
    call_command("report", *YEAR, "--format", "json", "--output", "-")
    assert json.loads(capfdbinary.readouterr().out)["figures"]["standing.products"] == 6


def test_the_shell_sees_one_line_and_a_failure():
    command = [sys.executable, "manage.py", "report", "weekly", "2022", "--format", "json", "--output", "-"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
    assert "weekly" in done.stderr
