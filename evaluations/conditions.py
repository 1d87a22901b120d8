"""What each section of a dossier must hold before the dossier is sent: one function a section.

The forms of the decision in force say what is asked (26/2026/QĐ-TTg, Mẫu 01, 02, 03); a rule version
that does not ask for the commune's check asks for the kind and the summary alone, as earlier forms did.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import MissingItem
from core.dates import format_date, today
from evaluations.enums import EDITABLE_STATES, DossierState, EvidenceKind, Level, SectionKey
from evaluations.models import CriteriaSet, Criterion, Dossier, Evidence
from producers.enums import LegalForm
from producers.models import Representative
from products.enums import RecognitionKind
from products.models import Group, Recognition

_HIGHEST_STAR = 5
# Industries (``Group.counts_as``) whose products need no licence of production, and no samples.
_WITHOUT_LICENCE = frozenset({"handicraft", "ornamental", "tourism"})
_WITHOUT_SAMPLES = frozenset({"tourism"})
# 26/2026/QĐ-TTg, Điều 6: what the commune sends with the dossier.
SAMPLES_BY_LAW = 5
# Proved by a part of the portal itself, or left to the unit: nobody is reminded of them.
_NOT_ADVISED = frozenset(
    {
        EvidenceKind.REGISTRATION_FORM,
        EvidenceKind.SELF_ASSESSMENT,
        EvidenceKind.UNIT_PROPOSAL,
        EvidenceKind.OTHER,
        EvidenceKind.AWARD,
    }
)


def recognition_before(product_id: int, on: dt.date) -> Recognition | None:
    """Return the latest recognition of the product that had begun by ``on``, in force or not."""
    return (
        Recognition.objects.standing_on(on)
        .filter(product=product_id, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )


def recognition_by(dossier: Dossier) -> Recognition | None:
    """Return the recognition that the dossier led to, also by the ministry through the dossier made from it."""
    standing = Recognition.objects.standing_on(today()).select_related("document")
    sent = Dossier.objects.filter(previous_dossier=dossier, level=Level.CENTRAL).values("pk")
    return standing.filter(dossier_id=dossier.pk).first() or standing.filter(dossier_id__in=sent).first()


def criteria_set_for(product, rule_version) -> CriteriaSet | None:
    """Return the criteria of the product's group under that version; ``None`` where none are public."""
    return CriteriaSet.objects.filter(rule_version=rule_version, group=product.group_id).first()


def current_criteria_set(dossier: Dossier) -> CriteriaSet | None:
    """Return the criteria by which the dossier is assessed; while it is edited, those of the product's group now."""
    if dossier.state in EDITABLE_STATES:
        return criteria_set_for(dossier.product, dossier.round.rule_version)
    return dossier.criteria_set


def asks_for_all_facts(dossier: Dossier) -> bool:
    """Whether receipt, samples and the producer's own facts are asked for: with the commune's check."""
    return (
        dossier.level == Level.PROVINCE and SectionKey.UNIT_CHECK.value in dossier.round.rule_version.required_sections
    )


def needs_samples(dossier: Dossier) -> bool:
    """Whether samples go with the dossier (Điều 6); tourism has none."""
    return dossier.product.group.counts_as not in _WITHOUT_SAMPLES


def needs_licence(dossier: Dossier) -> bool:
    """Whether the product needs proof that its place of production meets the conditions."""
    return dossier.product.group.counts_as not in _WITHOUT_LICENCE


def registration_items(dossier: Dossier, page: str, on: dt.date) -> Iterator[MissingItem]:
    """Kind, product and, where the commune checks, receipt, samples and the producer's own facts."""
    problem = _kind_problem(dossier, on)
    yield MissingItem(problem or _("Chọn hình thức đăng ký"), f"{page}#id_kind", done=not problem)
    if asks_for_all_facts(dossier):
        yield from _facts(dossier, page, on)
    version = dossier.round.rule_version
    product_edit = reverse("products:product_edit", args=[dossier.product_id])
    if not _has_group_of(dossier.product, version):
        text = _("Chọn lại nhóm sản phẩm theo %(version)s") % {"version": version}
        yield MissingItem(text, f"{product_edit}#id_group")
    if dossier.product.stopped_on and dossier.product.stopped_on <= on:
        text = _("Sản phẩm đã ghi ngừng sản xuất từ ngày %(day)s") % {"day": format_date(dossier.product.stopped_on)}
        yield MissingItem(text, f"{product_edit}#id_stopped_on")


def background_items(dossier: Dossier, page: str) -> Iterator[MissingItem]:
    """The summary; history and organisation are advised."""
    yield MissingItem(_("Ghi phần thuyết minh"), f"{page}#id_summary", done=bool(dossier.summary.strip()))


def results_items(dossier: Dossier, page: str) -> Iterator[MissingItem]:
    """Output, revenue, workers, market and quality (Mẫu 02 phần II)."""
    for name, text in (
        ("annual_output", _("Ghi sản lượng một năm")),
        ("annual_revenue_vnd", _("Ghi doanh thu một năm")),
        ("workers", _("Ghi số lao động")),
        ("local_workers", _("Ghi số lao động địa phương")),
        ("quality_result", _("Ghi kết quả về chất lượng sản phẩm")),
        ("market_result", _("Ghi kết quả về thị trường tiêu thụ")),
    ):
        yield MissingItem(text, f"{page}#id_{name}", done=_is_filled(getattr(dossier, name)))


def text_items(dossier: Dossier, page: str, name: str, text: str) -> Iterator[MissingItem]:
    """One text that must not be empty."""
    yield MissingItem(text, f"{page}#id_{name}", done=_is_filled(getattr(dossier, name)))


def self_assessment_items(criteria: Sequence[Criterion], chosen: set[int], page: str) -> Iterator[MissingItem]:
    """A level for every scored criterion; ``chosen`` are the criteria with an option."""
    lacking = [one for one in criteria if one.pk not in chosen]
    codes = ", ".join(one.code for one in lacking)
    text = (
        _("Chọn mức cho %(count)s tiêu chí: %(codes)s") % {"count": len(lacking), "codes": codes}
        if lacking
        else _("Chọn mức cho mọi tiêu chí")
    )
    yield MissingItem(text, f"{page}#c-{lacking[0].code}" if lacking else page, done=not lacking)


def paper_items(dossier: Dossier, papers: Sequence[Evidence], page: str, on: dt.date) -> Iterator[MissingItem]:
    """The papers without which nothing is sent, and those of the wallet that ran out."""
    kinds = {paper.kind for paper in papers}
    registration = _("Đính kèm đăng ký kinh doanh")
    if dossier.producer.legal_form == LegalForm.COOPERATIVE_GROUP:
        registration = _("Đính kèm hợp đồng hợp tác có chứng thực (ở loại “Đăng ký kinh doanh”)")
    yield MissingItem(registration, page, done=EvidenceKind.BUSINESS_REGISTRATION in kinds)
    if needs_licence(dossier):
        text = _("Đính kèm giấy đủ điều kiện sản xuất, an toàn thực phẩm")
        yield MissingItem(text, page, done=EvidenceKind.PRODUCTION_LICENCE in kinds)
    for paper in papers:
        if last := expired_on(paper, on):
            text = _("Thay “%(title)s” đã hết hạn ngày %(day)s") % {"title": paper.title, "day": format_date(last)}
            yield MissingItem(text, page)


def advised_papers(papers: Sequence[Evidence], page: str) -> list[MissingItem]:
    """Return the other kinds of Phụ lục III that the dossier has no paper of; none of them stops the sending."""
    asked = {EvidenceKind.BUSINESS_REGISTRATION, EvidenceKind.PRODUCTION_LICENCE} | _NOT_ADVISED
    kinds = {paper.kind for paper in papers}
    return [MissingItem(kind.label, page) for kind in EvidenceKind if kind not in asked and kind not in kinds]


def expired_on(paper: Evidence, on: dt.date) -> dt.date | None:
    """Return the last day of a paper of the wallet where it lies before ``on`` (``paper_file__paper`` at hand)."""
    last = paper.paper_file.paper.expires_on if paper.paper_file_id else None
    return last if last and last < on else None


def _facts(dossier: Dossier, page: str, on: dt.date) -> Iterator[MissingItem]:
    yield MissingItem(_("Ghi ngày nhận hồ sơ của chủ thể"), f"{page}#id_received_on", done=bool(dossier.received_on))
    if needs_samples(dossier):
        yield MissingItem(_("Ghi số mẫu sản phẩm"), f"{page}#id_sample_count", done=bool(dossier.sample_count))
    producer = reverse("producers:producer_edit", args=[dossier.producer_id])
    has_one = Representative.objects.on(on).filter(producer=dossier.producer_id).exists()
    yield MissingItem(_("Ghi người đại diện của chủ thể"), f"{producer}#id_representative_name", done=has_one)
    has_address = bool(dossier.producer.address.strip())
    yield MissingItem(_("Ghi địa chỉ của chủ thể"), f"{producer}#id_address", done=has_address)


def _is_filled(value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _has_group_of(product, version) -> bool:
    """Whether the group is one of the version's; a version without any public table asks for none."""
    if not CriteriaSet.objects.filter(rule_version=version).exists():
        return True
    return Group.objects.filter(pk=product.group_id, taxonomy=version.taxonomy_id).exists()


def _is_approved_by_the_province(dossier: Dossier) -> bool:
    """90 points and more at the province: the product goes on to the ministry also without a star so far."""
    return Dossier.objects.filter(
        product=dossier.product_id, level=Level.PROVINCE, state=DossierState.APPROVED
    ).exists()


def _kind_problem(dossier: Dossier, on: dt.date) -> str:
    """Say why the kind does not fit what the product holds on that day; empty when it fits."""
    in_force = Recognition.objects.in_force_on(on).filter(product=dossier.product_id).first()
    if dossier.level == Level.CENTRAL:
        if _is_approved_by_the_province(dossier):
            return ""
        if dossier.kind != RecognitionKind.UPGRADE:
            return _("Đổi hình thức thành “Nâng hạng”: cấp trung ương chỉ xét nâng hạng lên 5 sao")
    if dossier.kind == RecognitionKind.UPGRADE:
        return _upgrade_problem(in_force)
    if dossier.kind == RecognitionKind.NEW and in_force:
        return _("Đổi hình thức đăng ký: sản phẩm đang có %(star)s sao đến ngày %(until)s") % {
            "star": in_force.star,
            "until": format_date(in_force.valid_until),
        }
    if dossier.kind == RecognitionKind.RENEWAL:
        return _renewal_problem(dossier, in_force, on)
    return ""


def _renewal_problem(dossier: Dossier, in_force: Recognition | None, on: dt.date) -> str:
    """A renewal follows a recognition, and is filed when its window has opened (26/2026/QĐ-TTg, Điều 7.6).

    After the window has closed it is late, not refused: the clock says so, and Điều 12 extends the term.
    """
    if in_force is None and recognition_before(dossier.product_id, on) is None:
        return _("Đổi hình thức thành “Công nhận mới”: sản phẩm chưa từng được công nhận")
    if in_force is None or not asks_for_all_facts(dossier):
        return ""
    days = dossier.round.rule_version.renewal_opens_days
    opens = in_force.valid_until - dt.timedelta(days=days)
    if on >= opens:
        return ""
    return _("Chờ đến ngày %(day)s: hồ sơ công nhận lại nộp sớm nhất %(days)s ngày trước khi hết hạn") % {
        "day": format_date(opens),
        "days": days,
    }


def _upgrade_problem(in_force: Recognition | None) -> str:
    if in_force is None:
        return _("Đổi hình thức đăng ký: sản phẩm không có hạng sao đang còn hiệu lực để nâng")
    return _("Đổi hình thức đăng ký: sản phẩm đã có 5 sao") if in_force.star >= _HIGHEST_STAR else ""
