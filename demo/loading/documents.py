"""Documents of the programme beside the decisions: the public ones that the demo rests on."""

import datetime as dt

from demo.loading.world import World
from documents.enums import DocumentKind
from documents.services import record_document

_BEFORE = "2004-01-01"
# Kind, number, symbol, day, issuer, what it is about in our own words.
_PAPERS = (
    (
        DocumentKind.LETTER,
        1627,
        "SKHĐT-HTDNKN",
        dt.date(2022, 6, 21),
        "SKHDT",
        "Báo cáo kết quả thực hiện Chương trình OCOP 6 tháng đầu năm 2022",
    ),
    (
        DocumentKind.PLAN,
        3029,
        "KH-SKHĐT",
        dt.date(2022, 11, 9),
        "SKHDT",
        "Tập huấn xây dựng và triển khai phương án, dự án sản xuất kinh doanh năm 2022",
    ),
    (
        DocumentKind.PLAN,
        159,
        "KH-UBND",
        dt.date(2023, 4, 29),
        "87",
        "Kết quả Chương trình OCOP năm 2022 và kế hoạch năm 2023",
    ),
    (
        DocumentKind.LETTER,
        654,
        "UBND-KT",
        dt.date(2023, 6, 5),
        "87",
        "Tăng cường triển khai hiệu quả Chương trình OCOP",
    ),
)


def load_papers_of_the_programme(world: World) -> None:
    """Record them without files."""
    for kind, number, symbol, day, issuer, subject in _PAPERS:
        record_document(
            actor=world.office,
            kind=kind,
            number=number,
            symbol=symbol,
            issued_on=day,
            issuer=world.units[f"{issuer}@{_BEFORE}"],
            subject=subject,
        )
