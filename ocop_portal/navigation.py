"""What the frame of a page shows: the entries of the navigation by role, the search box, the version."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


@dataclass(frozen=True)
class NavItem:
    """An entry: where it leads, and the other lists that it also leads to, by the tabs of the first."""

    label: str
    icon: str
    url_name: str
    roles: frozenset
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address of the entry."""
        return reverse(self.url_name)

    def stands_for(self, path: str) -> bool:
        """Whether ``path`` lies in the part of the portal of one of these lists (the start page: itself alone)."""
        parts = {_part_of(reverse(name)) for name in (self.url_name, *self.also)}
        path = next((part for begins, part in _LENT.items() if path.startswith(begins)), path)
        return any(path == one or (one != "/" and path.startswith(one)) for one in parts)


# What reports count for a plan, with the plan's own tabs and way back.
_LENT = {"/bao-cao/ke-hoach/": "/chuong-trinh/", "/bao-cao/chi-tieu/": "/chuong-trinh/"}


def _part_of(url: str) -> str:
    """Return the first word of an address: ``/chuong-trinh/`` of ``/chuong-trinh/ke-hoach/``."""
    first = url.strip("/").partition("/")[0]
    return f"/{first}/" if first else "/"


@dataclass(frozen=True)
class Search:
    """The box at the top: the list that it searches."""

    url: str
    label: str


_EVERYBODY = frozenset(Role)
_READERS = _EVERYBODY - {Role.COUNCIL_MEMBER}
NAVIGATION = (
    NavItem(_("Việc cần làm"), "checklist", "home", _EVERYBODY),
    NavItem(_("Chủ thể"), "building-store", "producers:producer_list", _READERS),
    NavItem(_("Sản phẩm"), "package", "products:product_list", _READERS),
    NavItem(_("Đánh giá"), "clipboard-check", "evaluations:round_list", _EVERYBODY - {Role.AGENCY_OFFICER}),
    NavItem(_("Công nhận"), "award", "recognitions:board", _READERS - {Role.ADMINISTRATOR}),
    NavItem(
        _("Chương trình"), "flag", "programme:plan_list", _READERS, also=("budgets:overview", "trainings:plan_list")
    ),
    NavItem(_("Báo cáo"), "chart-bar", "reports:report_list", _READERS, also=("campaigns:campaign_list",)),
    NavItem(_("Quản trị"), "settings", "accounts:user_list", frozenset({Role.ADMINISTRATOR})),
)


def nav_for(user) -> list[NavItem]:
    """Return the entries that a person of this role has; none for a visitor who has not signed in."""
    if not user.is_authenticated:
        return []
    return [item for item in NAVIGATION if user.role in item.roles]


def search_for(user) -> Search | None:
    """Return the search box of this role; a council member, who reads no lists, has none."""
    if not user.is_authenticated or user.role not in _READERS:
        return None
    return Search(reverse("products:product_list"), _("Tìm sản phẩm, chủ thể"))


def frame(request):
    """Context processor of the frame; ``request`` may come without a user from a broken middleware."""
    user = getattr(request, "user", None)
    entries = SimpleLazyObject(lambda: _entries(request, user))
    return {
        "nav": entries,
        "nav_search": SimpleLazyObject(lambda: search_for(user) if user else None),
        "portal_version": settings.VERSION,
    }


def _entries(request, user):
    items = nav_for(user) if user else []
    return [{"item": item, "active": item.stands_for(request.path)} for item in items]
