"""What a unit writes in a dossier."""

import random
from decimal import Decimal

from demo.specs import ProducerSpec, ProductSpec

_OPENINGS = (
    "Chủ thể đề nghị đánh giá sản phẩm {name}, làm từ {material}.",
    "{name} là sản phẩm chính của chủ thể, được bán ổn định hai năm qua.",
    "Sản phẩm {name} được địa phương chọn vì gắn với nguyên liệu tại chỗ.",
)
_MIDDLES = (
    "Quy cách hiện nay: {packaging}; nhãn đã bổ sung ngày sản xuất và mã truy xuất.",
    "Nguyên liệu lấy tại {origin}; chủ thể có sổ ghi từng lô.",
    "Chủ thể đã tham gia hai hội chợ trong tỉnh và giới thiệu trên sàn thương mại điện tử.",
)
_ENDINGS = (
    "Đề nghị đánh giá để mở rộng hệ thống phân phối.",
    "Đề nghị xét theo đúng bộ tiêu chí của phân nhóm.",
    "Địa phương đã kiểm tra cơ sở và đề nghị hội đồng xem xét.",
)
# By industry: what is counted, how much of it a worker makes a year, and its price in thousand đồng.
_KILOS = ("kg", (400, 1500), (45, 160))
_OUTPUTS = {
    "tourism": ("lượt khách", (80, 300), (150, 400)),
    "beverage": ("lít", (500, 1600), (40, 140)),
    "herbal": ("sản phẩm", (300, 900), (60, 250)),
    "souvenir": ("sản phẩm", (80, 300), (90, 350)),
    "textile": ("sản phẩm", (120, 400), (80, 220)),
    "ornamental": ("chậu", (200, 700), (60, 250)),
}
_SIZES = {"household": (2, 8), "cooperative_group": (5, 15), "cooperative": (12, 45)}


def summary(luck: random.Random, producer: ProducerSpec, product: ProductSpec) -> str:
    """Return the unit's account of the product; of a real producer nothing is made up."""
    if not producer.is_invented:
        return "Hồ sơ minh hoạ; nội dung thật không có trong tài liệu nguồn."
    sentences = (luck.choice(_OPENINGS), luck.choice(_MIDDLES), luck.choice(_ENDINGS))
    return " ".join(sentences).format(
        name=product.name,
        material=product.main_material.lower(),
        packaging=product.packaging.lower(),
        origin=product.material_origin[0].lower() + product.material_origin[1:],
    )


def business_figures(luck: random.Random, producer: ProducerSpec) -> dict:
    """Return output, revenue and workers of the last year, of the size of the producer."""
    least, most = _SIZES.get(producer.legal_form, (8, 60))
    workers = luck.randint(least, most)
    unit, outputs, prices = _OUTPUTS.get(producer.industry, _KILOS)
    output = luck.randint(*outputs) * workers // 10 * 10
    return {
        "annual_output": f"{output:,} {unit}/năm".replace(",", "."),
        "annual_revenue_vnd": Decimal(output * luck.randint(*prices) * 1000),
        "workers": workers,
    }
