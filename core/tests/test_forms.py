"""Fields of Vietnamese numbers and dates, uploads, and forms that lose nothing."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from core.errors import Refused
from core.forms import (
    PortalForm,
    Section,
    UploadField,
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
    shown_again,
)
from core.formsets import RowFormSet, one_more_row, row_formset, rows_shown_again


class SampleForm(PortalForm):
    """One field of each kind."""

    sections = (Section("Một", (("name", "amount"), "gone"), "mot"),)
    units = {"amount": "kg/năm"}
    searchable = ("kind",)
    name = forms.CharField(label="Tên")
    amount = VietnameseDecimalField(label="Sản lượng", required=False, max_digits=8, decimal_places=2)
    count = VietnameseIntegerField(label="Lao động", required=False, min_value=0)
    on = VietnameseDateField(label="Ngày", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("", "---------"), ("a", "A")], required=False)


class RowForm(PortalForm):
    """A row."""

    name = forms.CharField(label="Tên")
    place = forms.CharField(label="Nơi", required=False)


class Rows(RowFormSet):
    """Rows that may not repeat."""

    identity = ("name", "place")


RowsFormSet = row_formset(RowForm, Rows)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1 234 567", "1234567"),
        ("-0,25", "-0.25"),
    ],
)
def test_a_number_is_read_in_both_forms(typed, value):
    assert VietnameseDecimalField().clean(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "1.23.4", "NaN", "Infinity", "1e5", "--1", "１２x"])
def test_what_is_no_number_is_named(typed):
    with pytest.raises(ValidationError, match="không phải là số"):
        VietnameseDecimalField().clean(typed)


@pytest.mark.parametrize(("typed", "value"), [("1.234", 1234), ("12", 12), ("", None), ("3,0", 3)])
def test_a_whole_number_is_read(typed, value):
    assert VietnameseIntegerField(required=False).clean(typed) == value


@pytest.mark.parametrize("typed", ["1,5", "x", "9" * 40])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(ValidationError):
        VietnameseIntegerField().clean(typed)


@pytest.mark.parametrize("typed", ["05/09/2026", "5/9/2026", "05-09-2026", "5.9.2026", "2026-09-05", " 05/09/2026 "])
def test_a_day_is_read_day_first(typed):
    assert VietnameseDateField().clean(typed) == dt.date(2026, 9, 5)


@pytest.mark.parametrize("typed", ["31/02/2026", "09/31/2026", "mai", "05/09/26x", "01/01/0026", "01/01/9999"])
def test_a_day_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        VietnameseDateField().clean(typed)


def test_stored_values_are_shown_as_vietnamese_write_them_and_typed_ones_as_typed():
    stored = SampleForm(initial={"amount": Decimal("1234.50"), "count": 12345, "on": dt.date(2026, 9, 5)})
    assert 'value="1.234,5"' in str(stored["amount"])
    assert 'value="12.345"' in str(stored["count"])
    assert 'value="05/09/2026"' in str(stored["on"])
    typed = SampleForm({"amount": "1,2,3", "count": "mười", "on": "05/13/2026"})
    assert not typed.is_valid()
    for value in ("1,2,3", "mười", "05/13/2026"):
        assert f'value="{value}"' in str(typed["amount"]) + str(typed["count"]) + str(typed["on"])


def test_parts_hold_every_field_once_and_units_stand_beside_the_box():
    form = SampleForm()
    rows = [[field.name for field in row] for part in form.parts for row in part.rows]
    assert rows == [["name", "amount"], ["count"], ["on"], ["kind"]]
    assert form.parts[0].anchor == "phan-mot"
    assert form.fields["amount"].unit == "kg/năm"
    assert "data-search" in str(form["kind"])
    assert "Chọn…" in str(form["kind"])


def test_texts_become_composed():
    form = SampleForm({"name": unicodedata.normalize("NFD", "Xoài")})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Xoài"


def test_a_missing_value_is_asked_for_in_plain_words():
    assert SampleForm({}).errors == {"name": ["Hãy nhập mục này."]}


def test_a_choice_that_is_gone_is_told_in_plain_words():
    assert SampleForm({"name": "A", "kind": "1667"}).errors == {
        "kind": ["Lựa chọn này không có hoặc vừa không còn nữa. Hãy chọn lại."]
    }


def test_a_refusal_goes_to_its_field_or_on_top():
    form = SampleForm({"name": "x"})
    form.is_valid()
    form.take_refusal(ValidationError({"amount": "lớn quá", "elsewhere": "khác"}))
    form.take_refusal(Refused("không được"))
    assert form.errors["amount"] == ["lớn quá"]
    assert form.non_field_errors() == ["khác", "không được"]


def test_an_upload_is_known_by_its_content_and_named_for_choosing_again():
    class FileForm(PortalForm):
        """A name and a file."""

        name = forms.CharField()
        paper = UploadField(label="Giấy", kinds={"pdf"}, required=False)

    good = SimpleUploadedFile("x.exe", b"%PDF-1.4 x")
    form = FileForm({"name": "x"}, {"paper": good})
    assert form.is_valid()
    assert form.cleaned_data["paper"].name == "x.pdf"
    assert 'accept=".pdf"' in str(form["paper"])
    assert FileForm({"name": "x"}).is_valid()
    assert not FileForm({"name": "x"}, {"paper": SimpleUploadedFile("x.pdf", b"MZ")}).is_valid()
    assert FileForm({}, {"paper": good}).files_to_choose_again == ["Giấy"]


def test_shown_again_shows_typed_values_without_errors():
    form = shown_again(SampleForm({"amount": "sai"}))
    assert not form.errors
    assert 'value="sai"' in str(form["amount"])


class TestRows:
    """Rows of a formset."""

    def data(self, *names, **changes):
        data = {"r-TOTAL_FORMS": str(len(names)), "r-INITIAL_FORMS": "0"}
        data |= {f"r-{index}-name": name for index, name in enumerate(names)}
        return data | changes

    def test_empty_and_removed_rows_count_for_nothing(self):
        rows = RowsFormSet(self.data("a", "", "b", **{"r-2-DELETE": "on"}), prefix="r")
        assert rows.is_valid()
        assert [form.cleaned_data["name"] for form in rows.kept_forms] == ["a"]

    def test_two_equal_rows_are_refused_where_all_of_the_identity_is_filled(self):
        place = {"r-0-place": "x", "r-1-place": "x"}
        assert not RowsFormSet(self.data("a", "a", **place), prefix="r").is_valid()
        assert RowsFormSet(self.data("a", "a"), prefix="r").is_valid()

    def test_one_more_row_keeps_what_was_typed(self):
        data = QueryDict(mutable=True)
        data.update(self.data("a") | {"r-0-place": "đang gõ"})
        rows = rows_shown_again(RowsFormSet(one_more_row(data, "r"), prefix="r"))
        assert len(rows.forms) == 2
        assert 'value="đang gõ"' in str(rows.forms[0]["place"])
        assert not rows.forms[1].errors
        assert data["r-TOTAL_FORMS"] == "1"

    @pytest.mark.parametrize("count", ["", "x", "-1", "9" * 30])
    def test_a_tampered_count_of_rows_is_no_error(self, count):
        data = QueryDict(mutable=True)
        data.update({"r-TOTAL_FORMS": count, "r-INITIAL_FORMS": "0"})
        assert len(RowsFormSet(one_more_row(data, "r"), prefix="r").forms) <= 60

    def test_only_stored_rows_have_the_mark_of_removal(self):
        rows = RowsFormSet(prefix="r", initial=[{"name": "a"}])
        assert ["DELETE" in form.fields for form in (*rows.forms, rows.empty_form)] == [True, False, False]
