"""An edition while others write, while its worker is killed, while the broker is away."""

import datetime as dt
import io
import itertools
import re
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.tests.factories import UserFactory
from documents.layout import render_pdf
from documents.tests.factories import DocumentFactory
from indicators.recognised import INDUSTRIES, STARS
from products.models import Product
from products.tests.factories import ProductFactory, RecognitionFactory
from reports.building.data import ReportData
from reports.building.paper import paper_of
from reports.consolidating.services import create_consolidation
from reports.consolidating.template import outline_of, tell, texts_of_template
from reports.editions.reading import collect_edition
from reports.editions.services import request_draft
from reports.editions.workbook import render_xlsx
from reports.enums import ReportState
from reports.making import make_report
from reports.models import Report
from reports.querysets import SILENCE
from reports.services import send_lost_reports
from reports.tests.world import DECISION_2022, make_world
from tests.patience import PATIENCE_SECONDS

ROUNDS, DRAWN = 50, 3


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def year(transactional_db):
    make_world()
    return create_consolidation(
        actor=UserFactory(office=True),
        kind="annual",
        year=2022,
        first=dt.date(2022, 1, 1),
        last=dt.date(2022, 12, 31),
        as_of=dt.date(2022, 12, 31),
    )


class Writer(threading.Thread):
    """Recognises one product after the other, until it is told to stop."""

    def __init__(self):
        super().__init__()
        self.is_over, self.written = threading.Event(), 0
        product = Product.objects.filter(group__parent__code="food").first()
        self.producer, self.group = product.producer, product.group
        self.document = DocumentFactory(issued_on=DECISION_2022)

    def run(self):
        for star in itertools.cycle((3, 4)):
            # A breath, so that the report is not of thousands of rows in the end.
            if self.is_over.wait(0.5):
                break
            product = ProductFactory(producer=self.producer, group=self.group, name=f"Gạo {self.written}")
            RecognitionFactory(product=product, star=star, document=self.document)
            self.written += 1
        connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.is_over.set()
        self.join(PATIENCE_SECONDS)


def check_data(data: ReportData) -> int:
    """Compare the parts of the data with one another; return how many products were recognised."""
    figures = data.by_code
    total = int(figures["recognised.products"].value)
    assert sum(figures[f"recognised.star{star}.products"].value for star in STARS) == total
    assert sum(figures[f"recognised.group.{code}.products"].value for code, _name in INDUSTRIES) == total
    listed = {table.key: table for table in data.tables}
    assert len(listed["recognised"].rows) == total
    assert len(listed["standing"].rows) == figures["standing.products"].value
    rows = data.rows_in_words[figures["recognised.products"].group]
    assert set(figures["recognised.products"].row_keys) <= set(rows)
    return total


def check_workbook(data: ReportData, total: int) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(data)), read_only=True)
    figures = {row[6]: row[4] for row in book["Số liệu"].iter_rows(values_only=True) if len(row) > 6}
    assert figures["recognised.products"] == total
    numbers = [row[0] for row in book["Được công nhận"].iter_rows(values_only=True) if row and isinstance(row[0], int)]
    assert numbers == list(range(1, total + 1))
    behind = [row for row in book["Dòng số liệu"].iter_rows(values_only=True) if row[5:6] == ("recognised.products",)]
    assert len(behind) == total


def check_document(data: ReportData, year, total: int) -> None:
    texts = [{"key": spec.key, "text": tell(spec, data).text} for spec in texts_of_template(year.year)]
    passages = outline_of(texts, data.period, data.by_code)
    drawn = ReportData(**{**vars(data), "passages": passages})
    reader = PdfReader(io.BytesIO(render_pdf(paper_of(drawn), seconds=600)))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert f"có {total} sản phẩm của" in text
    listed = next(table for table in data.tables if table.key == "recognised")
    named = {int(number) for number in re.findall(r"Gạo (\d+)", text)}
    assert named == {int(row[1].removeprefix("Gạo ")) for row in listed.rows if row[1].startswith("Gạo ")}


def test_the_parts_of_an_edition_agree_whatever_others_write_meanwhile(year):
    office, seen = year.made_by, []
    with Writer() as writer:
        for number in range(ROUNDS):
            data = collect_edition(office, year)
            total = check_data(data)
            if number % (ROUNDS // DRAWN) == 0:
                check_workbook(data, total)
                check_document(data, year, total)
            seen.append(total)
    assert writer.written > ROUNDS // 5
    assert seen == sorted(seen)
    assert len(set(seen)) > 5


def wait_for(report, *states) -> Report:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        report.refresh_from_db()
        if report.state in states:
            return report
        time.sleep(0.2)
    raise AssertionError(f"still {report.state} at {report.progress} %: {report.step}")


@pytest.mark.worker
def test_an_edition_whose_worker_is_killed_is_made_once_by_the_next(year, celery_worker):
    report = request_draft(actor=year.made_by, consolidation_id=year.pk)
    wait_for(report, ReportState.RUNNING)
    celery_worker.kill()
    celery_worker.wait()
    assert send_lost_reports() == 0
    Report.objects.update(claimed_at=timezone.now() - SILENCE - dt.timedelta(seconds=1))
    assert send_lost_reports() == 1
    make_report(report.pk)
    wait_for(report, ReportState.DONE)
    assert report.attempts == 2
    assert sorted(report.files.values_list("format", flat=True)) == ["docx", "pdf", "xlsx"]
    assert Report.objects.filter(consolidation=year).count() == 1
