"""The programme's money: 2022 and the need of 2023 as the plan of 29/04/2023 tells them, later years invented.

The sources of 2022 and 2023 add up to the published figures; how each is divided among contents and
agencies is made up.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from budgets.enums import Content, EntryKind
from budgets.models import BudgetLine, FundingSource
from budgets.money import MILLION
from budgets.services import create_line, create_policy, due_recognitions, pay_support, record_entry
from demo.loading.world import INVENTED, World
from demo.places import PROVINCE, PROVINCE_BEFORE
from documents.models import OfficialDocument

_BEFORE, _NOW = "2004-01-01", "2025-07-01"
# Source: total in triệu đồng of 2022 (spent) and of 2023 (planned).
SPENT_2022 = {"MTQG": "3972.29", "LONGGHEP": "3310.42", "NSTINH": "395.90"}
NEED_2023 = {"MTQG": "6464.79", "LONGGHEP": "2000.00", "NSTINH": "3305.00", "XAHOI": "4861.00"}
TRAINING_LINE_2022 = "Tập huấn phương án, dự án sản xuất kinh doanh"
# In đồng, class by class; paid when the classes are there (``demo.loading.trainings``).
CLASS_COSTS_2022 = (28_400_000, 27_900_000, 28_100_000, 36_500_000, 35_600_000)
_NOTE = "Tổng theo nguồn theo Kế hoạch 159/KH-UBND; chia theo nội dung là dữ liệu minh hoạ."


@dataclass(frozen=True)
class _Share:
    """A part of a source: what for, who, and how many of a hundred."""

    content: str
    agency: str
    name: str
    percent: int


_SHARES = {
    "MTQG": (
        _Share(Content.TRAINING, "SKHDT", TRAINING_LINE_2022, 30),
        _Share(Content.PACKAGING, "SNNPTNT", "Hỗ trợ bao bì, nhãn mác, truy xuất nguồn gốc", 40),
        _Share(Content.EVALUATION, "VPDP", "Đánh giá, phân hạng sản phẩm", 30),
    ),
    "LONGGHEP": (
        _Share(Content.PROMOTION, "SCT", "Hội chợ, kết nối cung cầu, sàn thương mại điện tử", 60),
        _Share(Content.COMMUNICATION, "STTTT", "Chuyên mục, bản tin về sản phẩm OCOP", 40),
    ),
    "NSTINH": (_Share(Content.MANAGEMENT, "VPDP", "Quản lý, kiểm tra, giám sát", 100),),
    "XAHOI": (_Share(Content.DEVELOPMENT, "VPDP", "Vốn đối ứng của chủ thể", 100),),
}
_NOW_OF = {"SKHDT": "STC", "SNNPTNT": "SNNMT", "STTTT": "SKHCN"}


def load_money(world: World) -> None:
    """Write lines and entries; nothing is dated after today."""
    money = _Money(world)
    plan_2022 = money.paper(
        1084, dt.date(2022, 10, 7), "Bổ sung kinh phí sự nghiệp thực hiện Chương trình MTQG năm 2022"
    )
    money.year(2022, SPENT_2022, plan_2022, allocated=100, spent=100, settled_on=dt.date(2023, 1, 31))
    plan_2023 = money.paper(402, dt.date(2023, 4, 28), f"Phân khai nhu cầu kinh phí OCOP năm 2023 ({INVENTED})")
    money.year(2023, NEED_2023, plan_2023, allocated=0, spent=0)
    plan = money.paper(231, dt.date(2026, 2, 6), f"Giao kinh phí Chương trình OCOP năm 2026 ({INVENTED})")
    if plan:
        needs = {"MTQG": "7200.00", "LONGGHEP": "2600.00", "NSTINH": "4100.00"}
        money.year(2026, needs, plan, allocated=85, spent=52)
        money.support(2026)


class _Money:
    def __init__(self, world: World):
        self._world = world
        self._sources = {source.code: source for source in FundingSource.objects.all()}

    def paper(self, number: int, day: dt.date, subject: str) -> OfficialDocument | None:
        """Record a decision; ``None`` where its day is still to come."""
        if day > self._world.today:
            return None
        is_now = day >= dt.date(2025, 7, 1)
        issuer, symbol = (PROVINCE, "QĐ-UBND") if is_now else (PROVINCE_BEFORE, "QĐ-UBND-HC")
        return self._world.decision(number, day, subject, issuer=issuer, symbol=symbol)

    def year(
        self, year: int, totals: dict, document: OfficialDocument, *, allocated: int, spent: int, settled_on=None
    ) -> None:
        """Write the lines of a year: so many of a hundred are allocated and spent."""
        for code, total in totals.items():
            rest = int(Decimal(total) * MILLION)
            whole = rest
            for at, share in enumerate(_SHARES[code], start=1):
                amount = rest if at == len(_SHARES[code]) else whole * share.percent // 100
                rest -= amount
                line = create_line(
                    actor=self._world.office,
                    year=year,
                    source=self._sources[code],
                    agency=self._agency(share.agency, year),
                    content=share.content,
                    name=share.name,
                    note=_NOTE if year < 2024 else "",
                    planned_vnd=Decimal(amount),
                    on=document.issued_on,
                    document=document,
                )
                self._spend(line, amount, document, allocated=allocated, spent=spent, settled_on=settled_on)

    def support(self, year: int) -> None:
        """A policy of the year by star; a few products are paid, the others are due."""
        document = self.paper(305, dt.date(year, 3, 9), f"Chính sách hỗ trợ sản phẩm OCOP theo hạng sao ({INVENTED})")
        if document is None:
            return
        policy = create_policy(
            actor=self._world.office,
            name=f"Hỗ trợ sản phẩm OCOP theo hạng sao năm {year}",
            document=document,
            source=self._sources["NSTINH"],
            valid_from=dt.date(year, 1, 1),
            valid_to=dt.date(year, 12, 31),
            rates={3: 8 * MILLION, 4: 10 * MILLION},
        )
        line = create_line(
            actor=self._world.office,
            year=year,
            source=policy.source,
            agency=self._agency("VPDP", year),
            content=Content.SUPPORT,
            name="Hỗ trợ sản phẩm theo hạng sao",
            planned_vnd=300 * MILLION,
            on=document.issued_on,
            document=document,
        )
        self._write(line, EntryKind.ALLOCATE, 300 * MILLION, document.issued_on, document=document)
        due = due_recognitions(policy, self._world.today)[:6]
        if due:
            pay_support(
                actor=self._world.office,
                policy_id=policy.pk,
                line_id=line.pk,
                recognition_ids=[row.pk for row in due],
                voucher="UNC 118 (minh hoạ)",
            )

    def _spend(self, line: BudgetLine, amount: int, document, *, allocated: int, spent: int, settled_on) -> None:
        given, paid = amount * allocated // 100, amount * spent // 100
        last = min(dt.date(line.year, 12, 20), self._world.today)
        if line.year == 2022 and line.name == TRAINING_LINE_2022:
            paid, settled_on = paid - sum(CLASS_COSTS_2022), None
        self._write(line, EntryKind.ALLOCATE, given, document.issued_on, document=document)
        parts = ((paid // 2, dt.date(line.year, 11, 10)), (paid - paid // 2, last))
        for at, (part, day) in enumerate(parts, start=1):
            self._write(line, EntryKind.DISBURSE, part, min(day, last), voucher=f"GRDT {line.pk:03d}/{at:02d}")
        if settled_on:
            self._write(line, EntryKind.SETTLE, paid, settled_on, note="Quyết toán năm")

    def _write(self, line: BudgetLine, kind: str, amount, on: dt.date, **paper) -> None:
        if amount:
            values = {"line_id": line.pk, "kind": kind, "amount_vnd": Decimal(amount), "on": on, **paper}
            record_entry(actor=self._world.office, **values)

    def _agency(self, code: str, year: int):
        if year < 2025:
            return self._world.units[f"{code}@{_BEFORE}"]
        return self._world.units[f"{_NOW_OF.get(code, code)}@{_NOW}"]
