"""Terms that run: checks of the commune, supplements, papers that expire, recognitions that lapsed, notices."""

import datetime as dt

from django.db.models import Exists, Min, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.numbers import format_number
from evaluations.enums import DossierState, Level
from evaluations.models import Dossier
from evaluations.unit_checks import check_due_on
from evaluations.waiting import checks_waiting
from notices.models import Notice
from producers.models import Paper
from products.models import Recognition
from recognitions.clock import in_state
from recognitions.enums import ClockState
from recognitions.services.issuing import issuable
from reports.home.items import FEW, Todo, due, each_or_all, first_few, waiting_since

PAPER_DAYS = 60


def unread_notices(user: User, _day: dt.date) -> list[Todo]:
    """Notices not opened yet; one query."""
    rows = first_few(Notice.objects.visible_to(user).unread().order_by("created_at", "pk"))
    page = reverse("notices:notice_list")
    return each_or_all(
        rows,
        each=lambda one: Todo(
            text=one.subject, url=page, icon="bell", deadline=waiting_since(timezone.localdate(one.created_at))
        ),
        together=lambda count, first: Todo(
            text=_("Đọc %(count)s thông báo mới") % {"count": format_number(count)},
            meta=first.subject,
            url=page,
            icon="bell",
            deadline=waiting_since(timezone.localdate(first.created_at)),
        ),
    )


def checks_to_make(user: User, day: dt.date) -> list[Todo]:
    """Dossiers that the commune received and has not checked, with the last day of each; one query."""
    rows = checks_waiting(user).select_related("product", "round__rule_version")
    return each_or_all(
        first_few(rows),
        each=lambda one: Todo(
            text=_("Kiểm tra hồ sơ “%(product)s”") % {"product": one.product},
            meta=_("Bốn nội dung của cấp xã, báo cáo và đề nghị"),
            url=reverse("evaluations:unit_check_edit", args=[one.pk]),
            icon="list-check",
            deadline=due(check_due_on(one), day),
        ),
        together=lambda count, first: Todo(
            text=_("Kiểm tra %(count)s hồ sơ đã nhận của chủ thể") % {"count": format_number(count)},
            meta=_("Sớm nhất là “%(product)s”") % {"product": first.product},
            url=f"{reverse('evaluations:dossier_list')}?state=draft",
            icon="list-check",
            deadline=due(check_due_on(first), day),
        ),
    )


def papers_to_renew(user: User, day: dt.date) -> list[Todo]:
    """Papers of the wallets that run out soon; one query."""
    rows = Paper.objects.visible_to(user).in_use().expiring(day, within=dt.timedelta(days=PAPER_DAYS))
    return each_or_all(
        first_few(rows.select_related("producer").order_by("expires_on", "pk")),
        each=lambda one: Todo(
            text=_("Gia hạn “%(paper)s”") % {"paper": one.name},
            meta=one.producer.name,
            url=reverse("producers:paper_detail", args=[one.pk]),
            icon="license",
            deadline=due(one.expires_on, day),
        ),
        together=lambda count, first: Todo(
            text=_("%(count)s giấy tờ của chủ thể sắp hết hạn") % {"count": format_number(count)},
            meta=_("Sớm nhất là “%(paper)s” của %(producer)s") % {"paper": first.name, "producer": first.producer},
            url=reverse("producers:paper_list"),
            icon="license",
            deadline=due(first.expires_on, day),
        ),
    )


def certificates_to_issue(user: User, day: dt.date) -> list[Todo]:
    """Recognitions of this year that have no certificate yet; one query."""
    rows = issuable(day).filter(pk__in=Recognition.objects.visible_to(user), decided_on__year=day.year)
    found = first_few(rows.order_by("decided_on", "pk"))
    if not found:
        return []
    return [
        Todo(
            text=_("Cấp số giấy chứng nhận cho %(count)s sản phẩm") % {"count": format_number(found[0].total)},
            url=reverse("recognitions:certificate_issue"),
            icon="certificate",
            deadline=waiting_since(found[0].decided_on),
        )
    ]


def approved_to_send(user: User, _day: dt.date) -> list[Todo]:
    """Approved results of 90 points and more that are not on their way to the ministry yet; one query."""
    made = Dossier.objects.filter(previous_dossier=OuterRef("pk"), level=Level.CENTRAL)
    rows = Dossier.objects.visible_to(user).filter(
        ~Exists(made.exclude(state=DossierState.WITHDRAWN)), state=DossierState.APPROVED
    )
    return [
        Todo(
            text=_("Gửi trung ương hồ sơ “%(product)s”") % {"product": one.product},
            meta=_("Kết quả từ 90 điểm đã được phê duyệt"),
            url=reverse("evaluations:central_track", args=[one.pk]),
            icon="send",
            deadline=waiting_since(one.concluded_on or one.submitted_on),
        )
        for one in rows.select_related("product").order_by("submitted_on", "pk")[:FEW]
    ]


def lapsed_to_revoke(user: User, day: dt.date) -> list[Todo]:
    """Recognitions whose term is over without a renewal and that a decision may still take back; one query."""
    rows = in_state(Recognition.objects.visible_to(user), day, ClockState.LAPSED).filter(
        revocation__isnull=True, pk__in=Recognition.objects.revocable_on(day).values("pk")
    )
    since = rows.order_by().aggregate(day=Min("valid_until"))
    if since["day"] is None:
        return []
    return [
        Todo(
            text=_("Xem danh sách sản phẩm hết hiệu lực mà không đánh giá lại"),
            meta=_("Chọn sản phẩm để lập dự thảo quyết định thu hồi"),
            url=reverse("recognitions:lapsed"),
            icon="ban",
            deadline=waiting_since(since["day"]),
        )
    ]
