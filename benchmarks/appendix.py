"""A report with an appendix of 2,000 rows as PDF and Word: seconds, memory, and whether time grows with the rows."""

import io
import resource
import time
from dataclasses import dataclass

ROWS, FEW = 2_000, 400
MOST_SECONDS, MOST_MEGABYTES = 30, 500
# Five times the rows may take five times as long, and little more.
MOST_GROWTH = 1.3


@dataclass(frozen=True)
class Drawn:
    """One document: processor time in seconds, the largest memory in megabytes, pages."""

    seconds: float
    megabytes: float
    pages: int


def measure() -> tuple[str, bool]:
    """Draw a short and a long appendix; return the result in lines, and whether the limits are met."""
    short, long = _pdf(FEW), _pdf(ROWS)
    begun = time.process_time()
    _word(ROWS)
    word = time.process_time() - begun
    growth = long.seconds / short.seconds * FEW / ROWS
    is_met = long.seconds <= MOST_SECONDS and long.megabytes <= MOST_MEGABYTES and growth <= MOST_GROWTH
    lines = (
        (
            f"appendix of {ROWS} rows as PDF: {long.seconds:.1f} s (≤ {MOST_SECONDS}), "
            f"{long.megabytes:.0f} MB (≤ {MOST_MEGABYTES}), {long.pages} pages"
        ),
        (
            f"  a row of it over a row of an appendix of {FEW}: {growth:.2f} (≤ {MOST_GROWTH})  "
            f"{'ok' if is_met else 'MISSED'}"
        ),
        f"the same as DOCX: {word:.1f} s",
    )
    return "\n".join([*lines, ""]), is_met


def _pdf(rows: int) -> Drawn:
    """Draw in the child of ``core.pdf``; its processor time does not count what else the machine does."""
    from pypdf import PdfReader  # noqa: PLC0415

    from documents.layout import render_pdf  # noqa: PLC0415

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    content = render_pdf(_paper(rows), seconds=240)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Drawn(seconds, after.ru_maxrss / 1024, len(PdfReader(io.BytesIO(content)).pages))


def _word(rows: int) -> bytes:
    from documents.layout import render_docx  # noqa: PLC0415

    return render_docx(_paper(rows))


def _paper(rows: int):
    from documents.layout import Align, Appendix, Column, OfficialPaper, Paragraph, Row, Table  # noqa: PLC0415

    columns = (
        Column("STT", 5, Align.CENTER),
        Column("Sản phẩm", 22),
        Column("Chủ thể", 22),
        Column("Xã, phường", 12),
        Column("Huyện, thành phố", 12),
        Column("Hạng sao", 6, Align.RIGHT),
        Column("Hình thức", 11),
        Column("Ngày quyết định", 10, Align.CENTER),
    )
    lines = tuple(
        Row(
            (
                str(at),
                f"Gạo sạch Mỹ An số {at}",
                f"Hợp tác xã Dịch vụ Nông nghiệp số {at}",
                f"Xã Mỹ An Hưng {at % 30}",
                "Huyện Lấp Vò",
                "4",
                "Công nhận mới",
                "29/12/2022",
            )
        )
        for at in range(1, rows + 1)
    )
    return OfficialPaper(
        title="Báo cáo",
        kind="BÁO CÁO",
        blocks=(Paragraph("Nội dung."),),
        appendices=(Appendix("Danh sách sản phẩm", "", (Table(columns, lines, size=11),), landscape=True),),
    )
