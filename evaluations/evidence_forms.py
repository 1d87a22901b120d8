"""Forms of the papers of a dossier: several files at once, the wallet, criteria, a newer version."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from core.files import CONTENT_TYPES, clean_upload
from core.forms import PortalForm, UploadField
from evaluations.conditions import current_criteria_set
from evaluations.enums import EvidenceKind
from evaluations.models import Criterion, Dossier, Evidence
from producers.enums import PaperState
from producers.models import Paper

_HELP = _("PDF, ảnh, DOCX hoặc XLSX, tối đa 20 MB mỗi tệp.")
_LONGEST_TITLE = Evidence._meta.get_field("title").max_length


@dataclass(frozen=True)
class Sent:
    """A file as it came: what will be stored, or why it cannot be."""

    name: str
    content: ContentFile | None = None
    problem: str = ""

    @property
    def title(self) -> str:
        """The name without its ending, as the title of the paper."""
        return PurePosixPath(self.name).stem[:_LONGEST_TITLE] or self.name[:_LONGEST_TITLE]


class SeveralFilesInput(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data, files, name):
        """Return every file that came under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class SeveralFilesField(forms.FileField):
    """Several files, each judged for itself: a list of ``Sent``."""

    widget = SeveralFilesInput

    def clean(self, data, _initial=None):
        """Return every file with what is wrong with it; nothing sent is an error."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return [self._sent(one) for one in files]

    def widget_attrs(self, widget):
        """Let the browser offer the allowed kinds."""
        accept = ",".join(f".{kind}" for kind in sorted(CONTENT_TYPES))
        return super().widget_attrs(widget) | {"accept": accept}

    def _sent(self, upload) -> Sent:
        try:
            super().clean(upload)
            return Sent(upload.name, clean_upload(upload))
        except ValidationError as error:
            text = " ".join(error.messages)
            return Sent(upload.name, problem=text if upload.name in text else f"{upload.name}: {text}")


class CriteriaField(forms.TypedMultipleChoiceField):
    """Criteria of a dossier, by code."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Minh chứng cho tiêu chí"),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class _WithCriteria(PortalForm):
    """A form that offers the scored criteria of the dossier, as it is assessed now."""

    criteria = CriteriaField()

    def __init__(self, *args, dossier: Dossier, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Criterion.objects.filter(criteria_set=current_criteria_set(dossier), is_scored=True)
        self.fields["criteria"].choices = [(one.pk, str(one)) for one in rows.order_by("position")]
        if not self.fields["criteria"].choices:
            del self.fields["criteria"]

    @property
    def chosen(self) -> list[int]:
        """The keys of the ticked criteria."""
        return self.cleaned_data.get("criteria") or []


class EvidenceForm(_WithCriteria):
    """Papers to add, several at once."""

    kind = forms.ChoiceField(label=_("Loại tài liệu"), choices=[("", ""), *EvidenceKind.choices])
    title = forms.CharField(
        label=_("Tên tài liệu"),
        max_length=_LONGEST_TITLE,
        required=False,
        help_text=_("Để trống thì lấy tên tệp; gửi nhiều tệp thì mỗi tệp lấy tên của nó."),
    )
    file = SeveralFilesField(label=_("Tệp"), help_text=_HELP)
    field_order = ("kind", "title", "file", "criteria")

    def title_of(self, sent: Sent) -> str:
        """Return the title of a file: what was typed counts where there is one file."""
        typed = self.cleaned_data["title"].strip()
        return typed if typed and len(self.cleaned_data["file"]) == 1 else sent.title


class WalletForm(_WithCriteria):
    """Papers of the producer's wallet that are not in the dossier yet."""

    papers = forms.TypedMultipleChoiceField(
        label=_("Giấy tờ của chủ thể"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("papers", "criteria")

    def __init__(self, *args, user, dossier: Dossier, **kwargs):
        super().__init__(*args, dossier=dossier, **kwargs)
        used = Evidence.objects.present().filter(dossier=dossier, paper_file__isnull=False)
        rows = Paper.objects.visible_to(user).in_use().filter(producer=dossier.producer_id, files__isnull=False)
        rows = rows.exclude(pk__in=used.values("paper_file__paper")).distinct()
        self.fields["papers"].choices = [(one.pk, _paper_in_words(one)) for one in rows.order_by("kind", "name", "pk")]

    @property
    def offers_papers(self) -> bool:
        """Whether there is a paper to choose."""
        return bool(self.fields["papers"].choices)


class CriteriaForm(_WithCriteria):
    """The criteria that a paper proves."""


class ReplaceForm(PortalForm):
    """A newer file for a paper."""

    file = UploadField(label=_("Tệp mới"), help_text=_HELP)


def _paper_in_words(paper: Paper) -> str:
    number = f" {paper.number}" if paper.number else ""
    state = paper.state
    warning = f" – {state.label}" if state in {PaperState.EXPIRED, PaperState.EXPIRING} else ""
    return f"{paper.name}{number} ({paper.get_kind_display()}){warning}"
