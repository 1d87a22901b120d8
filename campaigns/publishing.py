"""What a draft of a form still lacks before units may be asked by it."""

from collections import Counter

from django.utils.translation import gettext as _

from campaigns.enums import SectionKind
from campaigns.models import Element, Form
from indicators import registry


def lacking(form: Form) -> list[str]:
    """Return what is to be mended before publishing, a sentence each; three queries."""
    sections = list(form.sections.all())
    elements = list(Element.objects.filter(section__form=form).select_related("section"))
    return [*_empty(sections, elements), *_wrong_codes(elements), *_other_measures(form, elements)]


def _empty(sections, elements) -> list[str]:
    if not sections:
        return [_("Biểu mẫu chưa có phần nào. Hãy thêm phần số liệu hoặc phần nội dung bằng lời.")]
    filled = {one.section_id for one in elements}
    return [
        _("Phần “%(section)s” chưa có chỉ tiêu nào. Hãy thêm chỉ tiêu hoặc xoá phần này.") % {"section": one}
        for one in sections
        if one.kind == SectionKind.NUMBERS and one.pk not in filled
    ]


def _wrong_codes(elements) -> list[str]:
    codes = Counter(one.code for one in elements)
    lines = [
        _("Mã “%(code)s” dùng cho %(count)s chỉ tiêu. Mỗi chỉ tiêu cần một mã riêng.") % {"code": code, "count": count}
        for code, count in codes.items()
        if count > 1
    ]
    known = {one.code for one in registry.all_indicators()}
    for one in elements:
        if one.at_most_code and one.at_most_code not in codes:
            lines.append(
                _("“%(element)s” so với mã “%(code)s” không có trong biểu mẫu.")
                % {"element": one, "code": one.at_most_code}
            )
        if one.indicator and one.indicator not in known:
            lines.append(
                _("“%(element)s” điền sẵn từ chỉ tiêu “%(code)s” không có trên cổng.")
                % {"element": one, "code": one.indicator}
            )
    return lines


def _other_measures(form: Form, elements) -> list[str]:
    """Refuse a code that meant another unit of measure before: its years are added and compared."""
    rows = Element.objects.filter(section__form__published_at__isnull=False, code__in=[one.code for one in elements])
    rows = rows.exclude(section__form=form).order_by("section__form__year", "section__form__number")
    before = dict(rows.values_list("code", "unit_of_measure"))
    return [
        _("“%(element)s”: các biểu mẫu trước tính mã “%(code)s” bằng %(before)s. Đổi đơn vị tính thì đặt mã mới.")
        % {"element": one, "code": one.code, "before": before[one.code]}
        for one in elements
        if before.get(one.code, one.unit_of_measure) != one.unit_of_measure
    ]
