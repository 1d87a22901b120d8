"""Forms of official documents."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.files import clean_upload
from core.forms import PortalMeta, PortalModelForm, Section, UngroupedIntegerField
from core.text import to_nfc
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import fixed_fields
from documents.twins import Numbering, twins_of
from units.models import Unit

FILE_KINDS = frozenset({"pdf", "docx", "jpg", "png"})
_ACCEPT = ".pdf,.docx,.jpg,.jpeg,.png"


class IssuerField(forms.ModelChoiceField):
    """A unit of any time; one that is no more is shown with its last day."""

    def label_from_instance(self, unit):
        """Return the name, and until when the unit existed."""
        if unit.valid_to is None:
            return unit.name
        return _("%(name)s (đến hết ngày %(day)s)") % {"name": unit.name, "day": unit.valid_to.strftime("%d/%m/%Y")}


class _ConfirmBox(forms.CheckboxInput):
    """A box that is ticked for these documents only: other likely twins are asked about again."""

    def __init__(self, keys: str):
        super().__init__(check_test=lambda _value: False)
        self.keys = keys

    def format_value(self, _value):
        """Send the keys of the documents that were shown."""
        return self.keys


class DocumentForm(PortalModelForm):
    """Number, date, signer and file of a document; other screens embed it with a ``prefix``.

    Args:
        kind: the kind where the screen fixes it (a decision); then the form does not ask.
    """

    sections = (
        Section(_("Số và ngày"), ("kind", ("number", "symbol"), "issued_on"), "van-ban"),
        Section(_("Nội dung"), ("issuer", "subject"), "noi-dung"),
        Section(_("Người ký"), (("signer", "signer_capacity"),), "nguoi-ky"),
        Section(_("Tệp"), ("file",), "tep"),
    )
    searchable = ("issuer",)
    number = UngroupedIntegerField(
        label=_("Số"), min_value=1, max_value=99_999, error_messages={"min_value": _("Số văn bản bắt đầu từ 1.")}
    )

    # Hidden until a likely twin is found; then a box to confirm that this is another document.
    twins = forms.CharField(
        label=_("Tôi đã kiểm tra: đây là văn bản khác"), required=False, max_length=200, widget=forms.HiddenInput
    )

    class Meta(PortalMeta):
        model = OfficialDocument
        fields = ("kind", "number", "symbol", "issued_on", "issuer", "subject", "signer", "signer_capacity", "file")
        field_classes = {"issuer": IssuerField}
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "file": forms.FileInput(attrs={"accept": _ACCEPT}),
        }

    def __init__(self, *args, kind: DocumentKind | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["issuer"].queryset = Unit.objects.order_by(F("valid_to").desc(nulls_first=True), "sort_key", "code")
        self.fields["file"].help_text = _("PDF, DOCX, JPG hoặc PNG, tối đa 20 MB.")
        if kind is not None:
            del self.fields["kind"]
            self.instance.kind = kind
        for name in fixed_fields(self.instance) if self.instance.pk else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Không sửa được vì văn bản đã là căn cứ của hồ sơ khác.")

    def clean_symbol(self):
        """Compare and store composed letters only."""
        return to_nfc(self.cleaned_data["symbol"])

    def clean_file(self):
        """Return the upload as it will be stored; a file that is stored already stays."""
        upload = self.cleaned_data.get("file")
        if not upload or not hasattr(upload, "content_type"):
            return None
        return clean_upload(upload, kinds=FILE_KINDS)

    def clean(self):
        """Say at the number that it is taken."""
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("number", "symbol", "issued_on", "issuer")) and self._is_taken(cleaned):
            reference = OfficialDocument(number=cleaned["number"], symbol=cleaned["symbol"]).reference
            message = _("Văn bản số %(reference)s năm %(year)s của cơ quan này đã có. Hãy kiểm tra lại số, ký hiệu.")
            self.add_error(
                "number",
                ValidationError(message, params={"reference": reference, "year": cleaned["issued_on"].year}),
            )
        elif not self.errors:
            self._ask_about_twins(cleaned)
        return cleaned

    def cleaned_document(self) -> dict:
        """Return what ``services.record_document`` and ``update_document`` take, without actor and version."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields if name != "kind"}
        return {"kind": self.kind or self.cleaned_data["kind"], **fields}

    def _ask_about_twins(self, cleaned: dict) -> None:
        """Show documents that may be the same one, once; what was confirmed is not asked again."""
        if self.instance.pk and not {"number", "symbol", "issued_on", "issuer"} & set(self.changed_data):
            return
        given = Numbering(cleaned["issuer"].pk, cleaned["number"], cleaned["symbol"], cleaned["issued_on"])
        found = twins_of(given, without=self.instance.pk)
        confirmed = set(cleaned.get("twins", "").split(","))
        if {str(one.pk) for one in found} <= confirmed:
            return
        self.fields["twins"].widget = _ConfirmBox(",".join(str(one.pk) for one in found))
        message = _(
            "Có thể trùng hoặc sai số, ngày: cơ quan này đã có %(found)s. Hãy kiểm tra lại số, ký hiệu, ngày; nếu"
            " đây là văn bản khác thì đánh dấu ô này rồi ghi tiếp."
        )
        self.add_error("twins", ValidationError(message, params={"found": "; ".join(one.citation for one in found)}))

    def _is_taken(self, cleaned: dict) -> bool:
        same = OfficialDocument.objects.filter(
            issuer=cleaned["issuer"],
            number=cleaned["number"],
            symbol=cleaned["symbol"],
            issued_on__year=cleaned["issued_on"].year,
        )
        return same.exclude(pk=self.instance.pk).exists()
