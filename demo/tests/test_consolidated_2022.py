"""The consolidated report of 2022, made of the demo, says what plan 159/KH-UBND published."""

import io
import json
import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from demo.tests.databases import run
from tests.databases import drop_database, make_database

pytestmark = pytest.mark.long(20)

_MAKE = """
import datetime as dt, json
from accounts.models import User
from campaigns.models import Campaign
from reports.consolidating.services import create_consolidation
from reports.editions.services import request_draft
from reports.making import make_report
office = User.objects.get(username="vpdp")
campaign = Campaign.objects.get(kind="annual", year=2022)
one = create_consolidation(actor=office, campaign=campaign, as_of=dt.date(2023, 4, 29))
report = request_draft(actor=office, consolidation_id=one.pk)
make_report(report.pk)
report.refresh_from_db()
assert report.is_done, report.error
print(json.dumps({file.format: file.file.path for file in report.files.all()}))
"""
# What records tell.
COUNTED = (
    "202 sản phẩm của 92 chủ thể thuộc 12 huyện, thành phố",
    "147 sản phẩm mới dự thi, 45 sản phẩm đăng ký công nhận lại và 10 sản phẩm đề nghị nâng hạng",
    "156 sản phẩm của 70 chủ thể được công nhận",
    "41 sản phẩm 4 sao và 115 sản phẩm 3 sao",
    "34 sản phẩm của 18 chủ thể (4 sản phẩm 4 sao và 30 sản phẩm 3 sao)",
    "Nâng hạng 5 sản phẩm của 2 chủ thể",
    "117 sản phẩm của 65 chủ thể (32 sản phẩm 4 sao và 85 sản phẩm 3 sao)",
    "127 sản phẩm (81,41 %)",
    "13 sản phẩm (8,33 %)",
    "8 sản phẩm (5,13 %)",
    "7 sản phẩm (4,49 %)",
    "1 sản phẩm (0,64 %)",
    "có 70/92 chủ thể",
    "41 chủ thể (58,57 %)",
    "20 chủ thể (28,57 %)",
    "5 chủ thể (7,14 %)",
    "3 chủ thể (4,29 %)",
    "1 chủ thể (1,43 %)",
    "357 sản phẩm OCOP còn hiệu lực công nhận (82 sản phẩm 4 sao và 275 sản phẩm 3 sao) của 119 chủ thể",
    "161 sản phẩm (29 sản phẩm 4 sao và 132 sản phẩm 3 sao) của 47 chủ thể do phụ nữ đại diện, chiếm 39,50 %",
    "4 sản phẩm tiềm năng 5 sao",
    "có 25 sản phẩm bị thu hồi quyết định công nhận (9 sản phẩm 4 sao và 16 sản phẩm 3 sao)",
    "52 sản phẩm hết thời hạn công nhận",
    "34 sản phẩm (65,38 %)",
    "109 sản phẩm vào hệ thống siêu thị, trung tâm thương mại (30,53 %)",
    "bằng 61,06 % kế hoạch (50,00 %)",
    "7.678,61 triệu đồng",
    "3.972,29 triệu đồng",
    "3.310,42 triệu đồng",
    "395,90 triệu đồng",
    "16.630,79 triệu đồng",
    "6.464,79 triệu đồng",
    "2.000,00 triệu đồng",
    "3.305,00 triệu đồng",
    "4.861,00 triệu đồng",
    "đạt 5/8 chỉ tiêu",
)
# What units reported.
REPORTED = (
    "26 kỳ chuyên mục, tiểu mục truyền hình về OCOP (5 phút/kỳ)",
    "15 chương trình trải nghiệm sản phẩm OCOP (15 phút/kỳ)",
    "15 cơ quan báo chí",
    "1.000 tin, bài",
    "2 nhóm Zalo với 450 thành viên",
    "1.375 cuộc sinh hoạt, hội họp với 19.550 người dự",
    "11.512 cuộc sinh hoạt, hội họp với 461.972 lượt người dự",
    "55 lớp về kỹ năng số, bán hàng trên sàn thương mại điện tử cho 3.345 chủ thể",
    "2 lớp về xây dựng, triển khai phương án",
    "10 lớp về nhãn hiệu, bao bì sản phẩm cho 950 lượt",
    "an toàn thực phẩm cho 120 cơ sở",
    "146 sản phẩm của 68 cơ sở",
    "822 sản phẩm tự công bố",
    "5 doanh nghiệp, hộ kinh doanh với 7 sản phẩm",
    "438 sản phẩm OCOP, sản phẩm công nghiệp nông thôn tiêu biểu của 102 doanh nghiệp",
    "8 kỳ bản tin thị trường hằng tháng và 34 kỳ bản tin nhanh hằng tuần",
)
# The targets of 2023 as the next period's.
TARGETS = (
    "ít nhất 50 sản phẩm mới",
    "9 sản phẩm tiềm năng 5 sao",
    "Ít nhất 50 % sản phẩm được công nhận năm 2020",
    "Ít nhất 30 % chủ thể là doanh nghiệp nhỏ và vừa",
    "Ít nhất 40 % chủ thể do phụ nữ đại diện",
)


@pytest.fixture(scope="module")
def files(demo):
    """Make the report on a copy of the demo; return the three files as bytes."""
    name = f"{demo.name}_consolidated"
    make_database(name, template=demo.name)
    try:
        said = run(name, demo.media, "shell", "--no-imports", "-c", _MAKE)
        paths = json.loads(said.strip().splitlines()[-1])
        return {kind: Path(path).read_bytes() for kind, path in paths.items()}
    finally:
        drop_database(name)


def test_pdf_and_word_say_every_published_figure(files):
    for text in (_pdf(files["pdf"]), _docx(files["docx"])):
        missing = [wanted for wanted in (*COUNTED, *REPORTED, *TARGETS) if wanted not in text]
        assert missing == []


def test_excel_holds_the_figures_by_unit(files):
    book = load_workbook(io.BytesIO(files["xlsx"]), read_only=True)
    cells = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    wanted = {"202", "156", "357", "119", "161", "1375", "19550", "11512", "461972", "3345", "822", "438"}
    assert wanted <= cells
    assert {"Hội Liên hiệp Phụ nữ Tỉnh", "Hội Nông dân Tỉnh", "Huyện Lấp Vò"} <= cells


def _pdf(content: bytes) -> str:
    return _plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def _docx(content: bytes) -> str:
    return _plain(" ".join(one.text for one in Document(io.BytesIO(content)).paragraphs))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
