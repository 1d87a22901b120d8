"""The funding sources that the province's plans name."""

from budgets.enums import SourceGroup
from budgets.models import FundingSource

SOURCES = (
    ("MTQG", "Chương trình MTQG xây dựng nông thôn mới", SourceGroup.RURAL),
    ("LONGGHEP", "Lồng ghép từ các chương trình khác", SourceGroup.INTEGRATED),
    ("NSTINH", "Ngân sách tỉnh", SourceGroup.LOCAL),
    ("NSXA", "Ngân sách huyện, xã", SourceGroup.LOCAL),
    ("XAHOI", "Huy động xã hội hoá", SourceGroup.SOCIAL),
)


def load_sources() -> int:
    """Bring the sources into the database, again and again with the same result; return how many were new."""
    made = 0
    for position, (code, name, group) in enumerate(SOURCES, start=1):
        wanted = {"name": name, "group": group, "position": position}
        _source, created = FundingSource.objects.update_or_create(code=code, defaults=wanted)
        made += created
    return made
