"""What a unit writes into the forms of a dossier (26/2026/QĐ-TTg, Mẫu 01, 02, 03), and how it was checked. Pure."""

import random
from decimal import Decimal

from demo.specs import ProducerSpec, ProductSpec

_BACKGROUNDS = (
    "Cơ sở bắt đầu làm {name} từ nhu cầu của bà con trong xóm, sau mở rộng ra chợ huyện và khách đặt qua điện thoại.",
    "{name} được làm theo cách gia đình truyền lại; năm năm gần đây chủ thể chuẩn hoá công thức và bao bì.",
    "Từ chỗ bán nguyên liệu thô giá thấp, chủ thể chuyển sang làm {name} để giữ giá trị cho nông sản tại chỗ.",
)
_ORGANISATIONS = (
    "Có tổ thu mua, tổ chế biến và tổ bán hàng; mỗi lô có sổ theo dõi từ nguyên liệu đến khi giao.",
    "Chủ cơ sở quản lý chung, một người phụ trách chất lượng, lao động làm theo ca và được tập huấn mỗi năm.",
    "Liên kết với các hộ trồng trong xã theo hợp đồng mua cả vụ, trả tiền trong mười ngày.",
)
_MATERIALS = (
    "{material} lấy tại {origin}, khoảng {hectares} ha có ghi nhật ký canh tác.",
    "Vùng {origin} cung cấp {share} % nguyên liệu; phần còn lại mua ở xã lân cận có hoá đơn.",
)
_TECHNOLOGIES = (
    "Đã thay lò sấy củi bằng máy sấy điện, có khu sơ chế riêng và kho mát.",
    "Nhà xưởng một chiều, nước thải qua bể lắng; năm qua thay máy đóng gói hút chân không.",
    "Dùng năng lượng mặt trời cho khâu phơi, giảm hao hụt và giữ màu sản phẩm.",
)
_QUALITIES = (
    "Phiếu kiểm nghiệm định kỳ đạt; hướng dẫn sử dụng và hạn dùng in đủ trên nhãn.",
    "Đã tự công bố chất lượng, lưu mẫu từng lô và chưa có phản ánh của khách hàng.",
)
_MARKETS = (
    "Bán tại cửa hàng OCOP của tỉnh, hai siêu thị và trên sàn thương mại điện tử; khách quen chiếm sáu phần mười.",
    "Có đại lý ở ba tỉnh, tham gia hai hội chợ trong năm; đơn đặt qua mạng tăng đều.",
    "Phần lớn bán cho khách du lịch và cửa hàng đặc sản, một phần làm quà biếu theo đơn.",
)
_PLANS = (
    "Mở rộng vùng nguyên liệu, thêm quy cách nhỏ cho khách du lịch và đưa hàng vào chuỗi cửa hàng tiện lợi.",
    "Đăng ký nhãn hiệu, hoàn thiện hồ sơ truy xuất và tìm thêm nhà phân phối ngoài tỉnh.",
    "Đầu tư máy sấy thứ hai, đào tạo thêm lao động trong xã và làm hồ sơ nâng hạng khi đủ điều kiện.",
)
_CHANGES = (
    "Bao bì mới có mã truy xuất; phiếu kiểm nghiệm và giấy chứng nhận đã cập nhật; sản lượng tăng so với lần trước.",
    "Thay máy sấy, bổ sung hợp đồng liên kết với các hộ trồng; thị trường mở thêm hai siêu thị.",
)
_CHECKS = {
    "material": "Nguyên liệu lấy trong xã và xã lân cận, có hợp đồng với các hộ.",
    "labour": "Phần lớn lao động thường trú tại xã.",
    "idea": "Ý tưởng từ sản vật của địa phương, do chủ thể tự phát triển.",
    "identity": "Sản phẩm mang nét của vùng, có câu chuyện gắn với địa phương.",
}
_CONSULTANTS = ("", "", "", "Công ty TNHH Tư vấn Hồng Sen (minh hoạ)", "Trung tâm Hỗ trợ Khởi nghiệp (minh hoạ)")


def form_texts(luck: random.Random, producer: ProducerSpec, product: ProductSpec, *, is_again: bool) -> dict:
    """Return the fields of the forms by name; of a real producer nothing is made up.

    Args:
        is_again: whether it is a renewal or an upgrade, which tell what has changed.
    """
    if not producer.is_invented:
        return {}
    words = {
        "name": product.name,
        "material": product.main_material,
        "origin": product.material_origin,
        "hectares": luck.randint(3, 40),
        "share": luck.randint(60, 95),
    }
    choices = {
        "background": _BACKGROUNDS,
        "organisation": _ORGANISATIONS,
        "material_result": _MATERIALS,
        "technology_result": _TECHNOLOGIES,
        "quality_result": _QUALITIES,
        "market_result": _MARKETS,
        "plan": _PLANS,
    }
    if is_again:
        choices["changes"] = _CHANGES
    texts = {name: luck.choice(lines).format(**words) for name, lines in choices.items()}
    return texts | {
        "sample_count": 0 if producer.industry == "tourism" else 5,
        "consultant": luck.choice(_CONSULTANTS),
    }


def more_figures(luck: random.Random, figures: dict) -> dict:
    """Return revenue before, profit and local workers that fit the figures of the last year (whole đồng)."""
    revenue, workers = figures["annual_revenue_vnd"], figures["workers"]
    return {
        "previous_revenue_vnd": _whole(revenue * luck.randint(70, 98) / 100),
        "profit_vnd": _whole(revenue * luck.randint(8, 22) / 100),
        "local_workers": max(1, workers * luck.randint(6, 10) // 10),
    }


def check_texts() -> dict[str, str]:
    """Return the commune's remark on each of its four contents."""
    return dict(_CHECKS)


def _whole(amount: Decimal) -> Decimal:
    return Decimal(int(amount) // 1_000_000 * 1_000_000)
