"""The unit's report as an official paper: head, what was sent, who signs; not what was typed since."""

import io

import pytest
from django.urls import reverse
from docx import Document

from campaigns.printing import draft_data, report_paper, sent_data
from campaigns.reading import read
from campaigns.services.answering import take_back_report
from campaigns.services.filling import save_values
from campaigns.tests.factories import UnitReportFactory, fill, officer_of, send
from documents.layout import Heading, Table
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return UnitReportFactory(unit=UnitFactory(district=True, name="Huyện Tháp Mười"))


def test_the_paper_of_a_version_says_what_was_sent(report):
    officer = officer_of(report, position="Phó Chủ tịch", full_name="Lê Văn Ký")
    sent = send(report, officer, fairs=1234)
    take_back_report(actor=officer, report_id=report.pk)
    save_values(actor=officer, report_id=report.pk, values={"fairs": 9})
    report.refresh_from_db()
    paper = report_paper(sent_data(report, sent))
    assert paper.issuer == ("ỦY BAN NHÂN DÂN", "HUYỆN THÁP MƯỜI")
    assert paper.place_and_day.startswith("Tháp Mười, ngày …")
    assert paper.signatures[0].capacity == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert paper.signatures[0].name == "Lê Văn Ký"
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.rows[0].cells[1:4] == ("Hội chợ đã tham gia", "cuộc", "1.234")
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert headings == ["I. XÚC TIẾN THƯƠNG MẠI", "II. KẾT QUẢ THỰC HIỆN"]


def test_what_is_typed_is_printed_for_the_unit_before_it_is_sent(report):
    officer = fill(report, fairs=7)
    paper = report_paper(draft_data(report, officer))
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.rows[0].cells[3] == "7"
    assert read(report).value_of("fairs") == 7


def test_an_agency_stands_under_the_committee_and_its_files_are_downloaded(client):
    report = UnitReportFactory(unit=UnitFactory(agency=True, name="Hội Liên hiệp Phụ nữ Tỉnh"))
    sent = send(report, officer_of(report, position="Phó Chủ tịch"))
    paper = report_paper(sent_data(report, sent))
    assert paper.issuer == ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH",)
    assert paper.signatures[0].capacity == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    client.force_login(sent.sent_by)
    url = reverse("campaigns:report_paper", args=[report.pk])
    assert client.get(url, {"ban": "1"}).content.startswith(b"%PDF")
    document = Document(io.BytesIO(client.get(url, {"ban": "1", "dang": "docx"}).content))
    assert "Đã tham gia hội chợ." in [paragraph.text.strip() for paragraph in document.paragraphs]
    assert client.get(url, {"dang": "exe"}).status_code == 404
