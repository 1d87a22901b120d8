"""Where invented products are sold and which papers they have."""

import datetime as dt
import random

from demo.places import bare_name, units
from demo.specs import CertificateSpec, ChannelSpec

ONLINE = ("Postmart", "Voso", "Shopee", "Tiki", "Lazada", "Sendo")
SUPERMARKETS = ("BigC", "Coopmart", "Aeon", "Bách hoá Xanh", "Tứ Sơn")
MARKETS = ("Nhật Bản", "Hàn Quốc", "Hoa Kỳ", "Úc", "Trung Quốc")
SITES = ("Khu du lịch đồng sen", "Vườn du lịch cồn", "Làng hoa du lịch")
REPORT_DAY = dt.date(2023, 4, 29)
_FIRMS = {"limited_company", "joint_stock_company"}
_ONLINE_ODDS = (0.8, 0.2, 0.16, 0.1, 0.08, 0.06)
_FRESH = {"food-1-a", "food-1-b", "food-2-a"}


def channels(
    luck: random.Random, *, began: dt.date, legal_form: str, district: str, is_tourism: bool, in_supermarket: bool
) -> tuple[ChannelSpec, ...]:
    """Return the sales channels of a product that was first offered on ``began``.

    Whether one of them is a supermarket in use on 29/04/2023 is for ``in_supermarket`` alone to say.
    """
    if is_tourism:
        return (ChannelSpec("tourist_site", luck.choice(SITES), began),)
    found = [
        ChannelSpec("online", name, _day_after(luck, began, 500))
        for name, odds in zip(ONLINE, _ONLINE_ODDS, strict=True)
        if luck.random() < odds
    ]
    found += _supermarkets(luck, began, in_supermarket=in_supermarket)
    if luck.random() < 0.2:
        shop = f"Điểm giới thiệu sản phẩm OCOP {bare_name(units()[district])}"
        found.append(ChannelSpec("shop", shop, _day_after(luck, began, 400)))
    if legal_form in _FIRMS and luck.random() < 0.25:
        found.append(ChannelSpec("export", luck.choice(MARKETS), _day_after(luck, began, 700)))
    return tuple(found)


def _supermarkets(luck: random.Random, began: dt.date, *, in_supermarket: bool) -> list[ChannelSpec]:
    if in_supermarket:
        latest = (REPORT_DAY - began).days
        names = luck.sample(SUPERMARKETS, luck.choice((1, 1, 1, 2)))
        return [ChannelSpec("supermarket", name, began + dt.timedelta(luck.randint(0, latest))) for name in names]
    chance = luck.random()
    if chance < 0.06:
        until = min(began + dt.timedelta(luck.randint(90, 400)), REPORT_DAY - dt.timedelta(30))
        return [ChannelSpec("supermarket", luck.choice(SUPERMARKETS), min(began, until), until)]
    if chance < 0.26:
        since = max(began, REPORT_DAY) + dt.timedelta(luck.randint(30, 600))
        return [ChannelSpec("supermarket", luck.choice(SUPERMARKETS), since)]
    return []


def certificates(
    luck: random.Random, *, began: dt.date, group_26: str, legal_form: str, number: int
) -> tuple[CertificateSpec, ...]:
    """Return the papers of a product; numbers carry MH (minh hoạ), so that nobody takes them for real."""
    if group_26.startswith("tourism"):
        return ()
    papers = []
    if group_26.startswith(("food", "beverage")):
        if luck.random() < 0.6:
            papers.append(_paper("food_safety", number, "Cơ quan quản lý an toàn thực phẩm", _near(luck, began), 3))
        if group_26 not in _FRESH and luck.random() < 0.5:
            papers.append(_paper("self_declaration", number, "Chủ thể tự công bố", _near(luck, began), None))
    if group_26 in _FRESH and luck.random() < 0.35:
        papers.append(_paper("vietgap", number, "Tổ chức chứng nhận (minh hoạ)", _near(luck, began), 3))
    if legal_form in _FIRMS and luck.random() < 0.25:
        kind = luck.choice(("haccp", "iso"))
        papers.append(_paper(kind, number, "Tổ chức chứng nhận (minh hoạ)", _near(luck, began), 3))
    if luck.random() < 0.15:
        papers.append(_paper("trademark", number, "Cục Sở hữu trí tuệ (số minh hoạ)", _near(luck, began), 10))
    if luck.random() < 0.1:
        papers.append(_paper("traceability", number, "Cổng truy xuất nguồn gốc (minh hoạ)", _near(luck, began), None))
    return tuple(papers)


def _paper(kind: str, number: int, issuer: str, day: dt.date, years: int | None) -> CertificateSpec:
    expires = day.replace(day=min(day.day, 28), year=day.year + years) if years else None
    return CertificateSpec(kind, f"MH-{number:04d}/{day.year}", issuer, day, expires)


def _near(luck: random.Random, day: dt.date) -> dt.date:
    return day - dt.timedelta(luck.randint(20, 240))


def _day_after(luck: random.Random, day: dt.date, most: int) -> dt.date:
    return day + dt.timedelta(luck.randint(0, most))
