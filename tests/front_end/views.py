"""Sample pages for tests of the front end: every part of docs/components.md in use."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines

from core.components import Change, HistoryEntry, MissingItem, Tab, page_size

PAGES = Path(__file__).parent / "pages"
MOMENT = dt.datetime(2022, 12, 29, 3, 32, tzinfo=dt.UTC)
ROWS = [(f"Xoài sấy số {number}", "Xã Mỹ Xương", number % 6, Decimal("1234.5") * number) for number in range(1, 131)]


class FilterForm(forms.Form):
    """Filters of the sample list."""

    q = forms.CharField(label="Tìm kiếm", required=False)
    star = forms.ChoiceField(label="Hạng sao", required=False, choices=[("", "Tất cả"), ("4", "4 sao")])
    women = forms.BooleanField(label="Do phụ nữ đại diện", required=False)
    since = forms.DateField(label="Từ ngày", required=False, input_formats=["%d/%m/%Y"])


class ProductForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Tên sản phẩm", help_text="Ghi đúng như trên nhãn.")
    unit = forms.ChoiceField(
        label="Đơn vị",
        choices=[("", "Chọn đơn vị"), ("1", "Xã Mỹ Xương"), ("2", "Phường Sa Đéc")],
        widget=forms.Select(attrs={"data-search": True}),
    )
    capacity = forms.DecimalField(
        label="Sản lượng", required=False, widget=forms.TextInput(attrs={"data-unit": "kg/năm"})
    )
    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, choices=[("new", "Mới"), ("up", "Nâng hạng")])
    markets = forms.MultipleChoiceField(
        label="Thị trường",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("in", "Trong tỉnh"), ("out", "Ngoài tỉnh")],
    )
    note = forms.CharField(label="Mô tả", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    photo = forms.FileField(label="Ảnh", required=False)
    sure = forms.BooleanField(label="Tôi xác nhận số liệu đúng", required=False)

    def clean(self):
        """Refuse one name, so that the summary shows an error of the whole form."""
        if self.cleaned_data.get("name") == "trùng":
            raise forms.ValidationError("Tên này đã có.")


def _page(request, name, **context):
    source = (PAGES / name).read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def sample_list(request):
    """A list with filters, sorting, bulk bar and pager."""
    form = FilterForm(request.GET or None)
    rows = [] if request.GET.get("q") == "trống" else ROWS
    page = Paginator(rows, page_size(request.GET.get("size"))).get_page(request.GET.get("page"))
    return _page(request, "list.html", form=form, page=page)


def sample_object(request):
    """An object page with tabs, facts, history, files and what is missing."""
    return _page(
        request,
        "object.html",
        tabs=[Tab("Thông tin", "?", active=True), Tab("Tệp", "?tab=files", count=2, icon="paperclip")],
        missing=[MissingItem("Ảnh bao bì", "/x/"), MissingItem("Bản công bố", done=True)],
        entries=[
            HistoryEntry(MOMENT, "Lê Văn Ặ", "Trả lại hồ sơ", "Thiếu phiếu kiểm nghiệm.", [Change("Tên", "", "Mắm")]),
            HistoryEntry(MOMENT.date(), "Trần Thị Ự", "Trình hồ sơ"),
        ],
        moment=MOMENT,
    )


def sample_form(request):
    """A form that keeps what is typed and asks before a final act."""
    form = ProductForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("sample_object")
    return _page(request, "form.html", form=form)


def sample_figures(request):
    """Tiles, charts, chips and notices."""
    series = [{"name": "3 sao", "data": [12, 30, 41]}, {"name": "4 sao", "data": [2, None, 14]}]
    data = {"kind": "stack", "categories": ["2019", "2020", "2021"], "series": series, "unit": "sản phẩm"}
    return _page(request, "figures.html", data=data)
