"""The consolidated report of 2022 tells every figure that the province published about that year."""

import datetime as dt

from reports.building.data import Letterhead, ReportData
from reports.consolidating.template import tell, texts_of_template
from reports.tests.test_sentences import figure
from reports.tests.world import PERIOD

# What the province published about 2022 (159/KH-UBND of 29/04/2023), by the codes that tell it.
PUBLISHED = {
    "entries.products": "202",
    "entries.new.products": "147",
    "entries.renewal.products": "45",
    "entries.upgrade.products": "10",
    "entries.districts": "12",
    "entries.producers": "92",
    "recognised.products": "156",
    "recognised.producers": "70",
    "recognised.star4.products": "41",
    "recognised.star3.products": "115",
    "recognised.renewal.products": "34",
    "recognised.renewal.producers": "18",
    "recognised.renewal.star4.products": "4",
    "recognised.renewal.star3.products": "30",
    "recognised.upgrade.products": "5",
    "recognised.upgrade.producers": "2",
    "recognised.upgrade.star4.products": "5",
    "recognised.new.products": "117",
    "recognised.new.producers": "65",
    "recognised.new.star4.products": "32",
    "recognised.new.star3.products": "85",
    "recognised.group.food.products": "127",
    "recognised.group.beverage.products": "7",
    "recognised.group.herbal.products": "8",
    "recognised.group.souvenir.products": "13",
    "recognised.group.tourism.products": "1",
    "recognised.form.household.producers": "41",
    "recognised.form.limited_company.producers": "20",
    "recognised.form.joint_stock_company.producers": "5",
    "recognised.form.cooperative.producers": "3",
    "recognised.form.private_enterprise.producers": "1",
    "standing.products": "357",
    "standing.star4.products": "82",
    "standing.star3.products": "275",
    "standing.producers": "119",
    "standing.women.products": "161",
    "standing.women.star4.products": "29",
    "standing.women.star3.products": "132",
    "standing.women.producers": "47",
    "central.sent.products": "4",
    "revoked.products": "25",
    "revoked.star4.products": "9",
    "revoked.star3.products": "16",
    "renewal.due.products": "52",
    "renewal.again.products": "34",
    "standing.supermarket.products": "109",
}
SHARES = {
    "recognised.group.food.percent": "81.41",
    "recognised.group.beverage.percent": "4.49",
    "recognised.group.herbal.percent": "5.13",
    "recognised.group.souvenir.percent": "8.33",
    "recognised.group.tourism.percent": "0.64",
    "recognised.form.household.percent": "58.57",
    "recognised.form.limited_company.percent": "28.57",
    "recognised.form.joint_stock_company.percent": "7.14",
    "recognised.form.cooperative.percent": "4.29",
    "recognised.form.private_enterprise.percent": "1.43",
    "standing.women.producers_percent": "39.50",
    "standing.supermarket.percent": "30.53",
}
MONEY = {
    "budget.executed.total": "7678.61",
    "budget.executed.rural": "3972.29",
    "budget.executed.integrated": "3310.42",
    "budget.executed.local": "395.90",
}


def test_everything_that_the_province_published_about_2022_is_told():
    head = Letterhead((), (), "BC-VPĐP", "Đồng Tháp", "", "Văn phòng", (), ())
    moment = dt.datetime(2022, 12, 31, tzinfo=dt.UTC)
    figures = [
        *(figure(code, value) for code, value in PUBLISHED.items()),
        *(figure(code, value, is_percent=True) for code, value in SHARES.items()),
        *(figure(code, value, places=2) for code, value in MONEY.items()),
    ]
    data = ReportData(PERIOD, None, None, True, moment, head, "", tuple(figures), ())
    told = [tell(spec, data) for spec in texts_of_template(2022)]
    named = {code: text for one in told for code, text in one.figures.items()}
    for one in figures:
        assert named.get(one.code) == one.text, one.code
    text = "\n".join(one.text for one in told)
    for words in ("7.678,61 triệu đồng", "395,90 triệu đồng", "39,50 %", "81,41 %", "156 sản phẩm của 70 chủ thể"):
        assert words in text
