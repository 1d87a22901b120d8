"""Forms of official documents."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.files import clean_upload
from core.forms import PortalMeta, PortalModelForm, Section, VietnameseIntegerField
from core.text import to_nfc
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import FIXED_ONCE_CITED, is_cited
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


class NumberField(VietnameseIntegerField):
    """The number of a document: written without points between thousands."""

    def prepare_value(self, value):
        """Show 1446, not 1.446."""
        return value


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
    number = NumberField(
        label=_("Số"), min_value=1, max_value=99_999, error_messages={"min_value": _("Số văn bản bắt đầu từ 1.")}
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
        if self.instance.pk and is_cited(self.instance):
            for name in FIXED_ONCE_CITED:
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
        return cleaned

    def cleaned_document(self) -> dict:
        """Return what ``services.record_document`` and ``update_document`` take, without actor and version."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields if name != "kind"}
        return {"kind": self.kind or self.cleaned_data["kind"], **fields}

    def _is_taken(self, cleaned: dict) -> bool:
        same = OfficialDocument.objects.filter(
            issuer=cleaned["issuer"],
            number=cleaned["number"],
            symbol=cleaned["symbol"],
            issued_on__year=cleaned["issued_on"].year,
        )
        return same.exclude(pk=self.instance.pk).exists()
