"""Editions as a worker would have left them, from made-up data: quick, nothing is collected or drawn."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from core.files import sha256_of
from core.periods import Window
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from indicators.recognised import INDUSTRIES
from reports.building.data import Figure, Letterhead, Line, ReportData, Table, TableColumn
from reports.building.keeping import to_json
from reports.claiming import record_figures
from reports.enums import FileFormat, ReportState, Stage
from reports.models import Consolidation, Report, ReportFile
from reports.periods import Period

DAY = dt.date(2022, 12, 31)
LONG = "Năm 2022, có 202 sản phẩm dự thi của 103 chủ thể; kết quả, có 156 sản phẩm của 70 chủ thể được công nhận. "
GROUP = "products.recognition:product"
_COPIED = ("kind", "year", "half", "unit", "first", "last", "as_of", "boundaries")


def figure(code: str, value: int, keys=(), **more) -> Figure:
    """Return a figure that counts recognised products."""
    values = {
        "code": code,
        "name": "Sản phẩm được công nhận",
        "unit_of_measure": "sản phẩm",
        "section": "recognised",
        "indent": 0,
        "is_percent": False,
        "value": Decimal(value),
        "previous": Decimal(100),
        "row_keys": tuple(keys),
        "group": GROUP,
    }
    return Figure(**(values | more))


def edition_data(*, rows: int = 60, **more) -> ReportData:
    """Return the data of an edition: text with headings, chart and table, a list of ``rows`` rows."""
    groups = [
        figure(f"recognised.group.{code}.products", at, indent=1, name=f"Nhóm {at}")
        for at, (code, _name) in enumerate(INDUSTRIES, start=1)
    ]
    columns = (
        TableColumn("STT", 6, "integer", 5),
        TableColumn("Sản phẩm", 38, "text", 45),
        TableColumn("Chủ thể", 38, "text", 40),
        TableColumn("Hạng sao", 9, "integer", 10),
    )
    lines = tuple((at, f"Gạo sạch số {at}", f"Hợp tác xã Mỹ An {at}", 3) for at in range(1, rows + 1))
    values = {
        "period": Period("annual", 2022, None, Window(dt.date(2022, 1, 1), DAY), DAY),
        "unit_code": None,
        "unit_name": None,
        "has_dossiers": True,
        "snapshot_at": dt.datetime(2023, 1, 3, 2, tzinfo=dt.UTC),
        "letterhead": Letterhead(
            ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP"),
            ("VĂN PHÒNG ĐIỀU PHỐI",),
            "BC-VPĐP",
            "Đồng Tháp",
            "Ủy ban nhân dân tỉnh Đồng Tháp",
            "Văn phòng Điều phối",
            ("CHÁNH VĂN PHÒNG",),
            ("Như trên;", "Lưu: VT, OCOP."),
        ),
        "subject": "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022",
        "figures": (figure("recognised.products", 2, (1, 2)), *groups),
        "tables": (Table("recognised", "Danh sách sản phẩm được công nhận", "Được công nhận", columns, lines),),
        "passages": _passages(),
        "rows_in_words": {
            GROUP: {
                1: (11, "Gạo sạch", "HTX Mỹ An", "Xã Mỹ An", "4 sao"),
                2: (12, "Trà sen", "Cơ sở Sen", "Xã Mỹ Quí", "3 sao"),
            }
        },
    }
    return ReportData(**(values | more))


def _passages() -> tuple[Line, ...]:
    return (
        Line("p", LONG * 3),
        Line("h1", "I. KẾT QUẢ THỰC HIỆN NĂM 2022"),
        Line("h2", "3. Kết quả thực hiện các nội dung"),
        Line("h3", "3.1. Công tác truyền thông"),
        *(Line("p", LONG * 4) for _number in range(6)),
        Line("chart", "", chart="groups", caption="Sản phẩm theo nhóm"),
        Line("figures", "", figures=("recognised.products",), caption="Kết quả công nhận"),
        Line("p", "Trên đây là báo cáo kết quả thực hiện./."),
    )


def stored_edition(consolidation: Consolidation, stage: str, *, data: ReportData | None = None, number=1) -> Report:
    """Return a finished edition that went through every stage up to ``stage``, with small files of each."""
    now, data = timezone.now(), data or edition_data()
    report = Report.objects.create(
        **{name: getattr(consolidation, name) for name in _COPIED},
        consolidation=consolidation,
        stage=Stage.DRAFT,
        asked_by=consolidation.made_by,
        state=ReportState.DONE,
        progress=100,
        snapshot=to_json(data),
        snapshot_at=data.snapshot_at,
        finished_at=now,
    )
    record_figures(report, data.figures)
    _files(report)
    if stage == Stage.DRAFT:
        return report
    texts = [{"key": "opening", "text": "Mở đầu."}]
    _move(report, stage=Stage.FROZEN, edition=number, texts=texts, frozen_at=now, frozen_by=consolidation.made_by)
    if stage == Stage.ISSUED:
        document = DocumentFactory(kind=DocumentKind.REPORT, signer="Nguyễn Văn Ký")
        _move(report, stage=Stage.ISSUED, document=document)
    return report


def _move(report: Report, **values) -> None:
    for name, value in values.items():
        setattr(report, name, value)
    report.save()
    _files(report)


def _files(report: Report) -> None:
    for kind in FileFormat.values:
        content = f"%PDF-1.7 {report.stage}".encode()
        row = ReportFile(report=report, format=kind, stage=report.stage, sha256=sha256_of(content), size=len(content))
        row.file.save(f"{report.stage}.{kind}", ContentFile(content))
