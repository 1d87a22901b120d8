"""The three producers and four products that plan 159/KH-UBND (29/04/2023) names.

Only what that plan says is taken for true: who makes what, and that the four products were proposed to
the central level. No people, no papers, no addresses; where and when they were recognised before is not
in the plan, so place and decision are marked as chosen for the demo.
"""

from demo.specs import ProducerSpec, ProductSpec
from demo.tracks import ProductPlan, Track

_NOTE = (
    "Chủ thể có thật, nêu trong Kế hoạch 159/KH-UBND ngày 29/4/2023 với sản phẩm tiềm năng 5 sao."
    " Địa bàn và ngày được công nhận 4 sao trong dữ liệu này chỉ để minh hoạ."
)
_AT_FOUR = ProductPlan(Track.OLDER, star_before=4)


def real_producers() -> tuple[ProducerSpec, ...]:
    """Return the named producers with their products."""
    return (
        _producer(
            "nam-huy",
            "Công ty TNHH Nam Huy",
            "limited_company",
            "30277",
            ("Hạt sen sấy", "Hạt sen", "food-07", "food-3-c"),
            ("Mít sấy", "Mít", "food-07", "food-3-c"),
        ),
        _producer(
            "nguyen-hau",
            "Công ty Cổ phần Xuất nhập khẩu Nguyễn Hậu",
            "joint_stock_company",
            "29908",
            ("Bánh phồng chay cao cấp hạt sen", "Hạt sen", "food-06", "food-3-b"),
        ),
        _producer(
            "viet-duc",
            "Công ty TNHH Công nghệ thực phẩm Việt Đức",
            "limited_company",
            "29869",
            ("Xoài sấy dẻo", "Xoài", "food-07", "food-3-c"),
        ),
    )


def _producer(key: str, name: str, legal_form: str, commune: str, *products: tuple[str, str, str, str]) -> ProducerSpec:
    return ProducerSpec(
        key=key,
        name=name,
        legal_form=legal_form,
        unit=f"{commune}@2004-01-01",
        industry="food",
        note=_NOTE,
        is_invented=False,
        products=tuple(
            ProductSpec(
                key=f"{key}-{at}",
                name=product,
                group_1048=group_1048,
                group_26=group_26,
                description="",
                main_material=material,
                material_origin="",
                packaging="",
                plan=_AT_FOUR,
            )
            for at, (product, material, group_1048, group_26) in enumerate(products)
        ),
    )
