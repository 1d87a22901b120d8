"""``manage.py report``: a report as JSON, XLSX, PDF or DOCX, by the same code as the worker."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import WholeProvince
from core.dates import parse_date, today
from core.errors import Refused
from core.pdf import PdfFailed
from reports.building import ReportData, collect, render_docx, render_pdf, render_xlsx
from reports.enums import Half, ReportKind
from reports.periods import make_period
from units.models import Unit


class Command(BaseCommand):
    """See ``help``."""

    help = "Lập báo cáo 6 tháng hoặc báo cáo năm của toàn tỉnh hoặc một đơn vị."

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("kind", choices=ReportKind.values)
        parser.add_argument("year", type=int)
        parser.add_argument("--half", type=int, choices=Half.values, help="kỳ 1 hoặc 2, bắt buộc với semiannual")
        parser.add_argument("--unit", metavar="CODE", help="mã đơn vị; bỏ trống là toàn tỉnh")
        parser.add_argument("--from", dest="first", metavar="DAY", help="ngày đầu kỳ, ví dụ 2022-01-01")
        parser.add_argument("--to", dest="last", metavar="DAY", help="ngày cuối kỳ")
        parser.add_argument("--as-of", metavar="DAY", help="ngày chốt số liệu; mặc định là ngày cuối kỳ hoặc hôm nay")
        parser.add_argument("--format", choices=("json", "xlsx", "pdf", "docx"), required=True)
        parser.add_argument("--output", required=True, metavar="FILE", help="tệp kết quả; - là đầu ra chuẩn")

    def handle(self, **options):
        """Collect and write; every mistake is one line."""
        try:
            content = self._content(options)
        except (Refused, PdfFailed) as error:
            raise CommandError(str(error)) from error
        self._write(content, options["output"])

    def _content(self, options) -> bytes:
        days = {name: self._day(options[name]) for name in ("first", "last", "as_of")}
        period = make_period(kind=options["kind"], year=options["year"], half=options["half"], today=today(), **days)
        data = collect(WholeProvince(), self._unit(options["unit"], period.window.last), period)
        return {"json": _json, "xlsx": render_xlsx, "pdf": render_pdf, "docx": render_docx}[options["format"]](data)

    def _day(self, text):
        try:
            return parse_date(text) if text else None
        except ValueError as error:
            message = _("Ngày “%(text)s” không đúng. Hãy viết như 29/12/2022 hoặc 2022-12-29.") % {"text": text}
            raise CommandError(message) from error

    def _unit(self, code, day):
        """Return the unit that bore the code on ``day``, or the latest that bore it."""
        if not code:
            return None
        found = Unit.objects.filter(code=code)
        unit = found.on(day).first() or found.order_by("-valid_from").first()
        if unit is None:
            raise CommandError(_("Không có đơn vị nào mang mã %(code)s.") % {"code": code})
        return unit

    def _write(self, content: bytes, output: str) -> None:
        if output == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(
                _("Không ghi được tệp %(name)s: %(why)s") % {"name": output, "why": error.strerror}
            ) from error


def _json(data: ReportData) -> bytes:
    period = data.period
    content = {
        "period": {
            "kind": period.kind,
            "year": period.year,
            "half": period.half,
            "from": period.window.first.isoformat(),
            "to": period.window.last.isoformat(),
            "as_of": period.as_of.isoformat(),
        },
        "unit": data.unit_code,
        "figures": {one.code: _value(one.value, one.places) for one in data.figures},
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def _value(value: Decimal, places: int) -> int | str:
    return f"{value:.2f}" if places else int(value)
