"""The form that takes the counted answers of a class."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from trainings.enums import Question
from trainings.models import SurveyResult
from trainings.services.attending import MARKS


class SurveyForm(PortalForm):
    """For each question how many forms gave each mark from 1 to 5; an empty box is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question in Question:
            for mark in MARKS:
                label = _("%(question)s: mức %(mark)s") % {"question": question.label, "mark": mark}
                box = forms.NumberInput(
                    attrs={"inputmode": "numeric", "aria-label": label, "min": 0, "class": "form-control"}
                )
                self.fields[f"{question}_{mark}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=9999, required=False, widget=box
                )

    @staticmethod
    def initial_of(results: list[SurveyResult]) -> dict[str, int]:
        """Return what the boxes hold for answers entered before."""
        return {f"{one.question}_{mark}": getattr(one, f"count_{mark}") for one in results for mark in MARKS}

    @property
    def rows(self) -> list[dict]:
        """Each question with its five boxes, for the table."""
        return [
            {"label": question.label, "boxes": [self[f"{question}_{mark}"] for mark in MARKS]} for question in Question
        ]

    @property
    def counts(self) -> dict[str, tuple[int, ...]]:
        """What ``save_survey`` takes, of a valid form."""
        return {
            question.value: tuple(self.cleaned_data[f"{question}_{mark}"] or 0 for mark in MARKS)
            for question in Question
        }
