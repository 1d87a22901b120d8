"""The papers that invented producers keep: some fresh, some about to run out, one that has. Pure."""

import datetime as dt
import random
from dataclasses import dataclass

from demo.dice import dice
from demo.specs import ProducerSpec
from producers.enums import PaperKind

_FOOD = frozenset({"food", "beverage", "herbal"})


@dataclass(frozen=True)
class PaperSpec:
    """A paper of a wallet."""

    kind: str
    name: str
    number: str
    issuer: str
    issued_on: dt.date
    expires_on: dt.date | None


def papers_of(producer: ProducerSpec, today: dt.date) -> tuple[PaperSpec, ...]:
    """Return the wallet of a producer as it lies on ``today``; empty for a real producer.

    One producer of eight has a licence that runs out within two months, one of twelve a test report
    that has run out.
    """
    if not producer.is_invented:
        return ()
    luck = dice(f"wallet of {producer.key}")
    papers = [_registration(luck, producer, today)]
    if producer.industry in _FOOD:
        papers += [_licence(luck, today), _test_report(luck, today)]
    if luck.random() < 0.4:
        papers.append(_trademark(luck, today))
    return tuple(papers)


def _registration(luck: random.Random, producer: ProducerSpec, today: dt.date) -> PaperSpec:
    since = producer.registered_on or today - dt.timedelta(luck.randint(900, 3000))
    number = producer.registration_number or f"51A{luck.randint(10_000, 99_999)}"
    return PaperSpec(
        PaperKind.BUSINESS_REGISTRATION, "Giấy chứng nhận đăng ký kinh doanh", number, "Phòng Tài chính", since, None
    )


def _licence(luck: random.Random, today: dt.date) -> PaperSpec:
    days = luck.randint(5, 55) if luck.random() < 1 / 8 else luck.randint(90, 900)
    until = today + dt.timedelta(days)
    return PaperSpec(
        PaperKind.PRODUCTION_LICENCE,
        "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
        f"{luck.randint(10, 900):03d}/{until.year - 3}/ATTP-ĐT",
        "Chi cục Quản lý chất lượng",
        until - dt.timedelta(3 * 365),
        until,
    )


def _test_report(luck: random.Random, today: dt.date) -> PaperSpec:
    days = -luck.randint(10, 60) if luck.random() < 1 / 12 else luck.randint(60, 330)
    until = today + dt.timedelta(days)
    issued = until - dt.timedelta(365)
    return PaperSpec(
        PaperKind.TEST_REPORT,
        "Phiếu kiểm nghiệm định kỳ",
        f"KN{issued:%y%m}-{luck.randint(100, 999)}",
        "Trung tâm Kiểm nghiệm (minh hoạ)",
        issued,
        until,
    )


def _trademark(luck: random.Random, today: dt.date) -> PaperSpec:
    issued = today - dt.timedelta(luck.randint(200, 1500))
    return PaperSpec(
        PaperKind.TRADEMARK,
        "Giấy chứng nhận đăng ký nhãn hiệu",
        f"4-0{luck.randint(300, 560)}{luck.randint(100, 999)}-000",
        "Cục Sở hữu trí tuệ",
        issued,
        issued + dt.timedelta(10 * 365),
    )
