"""Forms of what people do with a project. They check shape; every rule is the domain's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ChangeRequest, MilestoneKind, ScheduleTemplate

EARLIEST_YEAR, LATEST_YEAR = 1990, 2099
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.pptx,.ofd"


class DayInput(forms.DateInput):
    """The browser's own calendar; typed as YYYY-MM-DD where it has none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"min": "1990-01-01", "max": "2099-12-31"})


class DayField(forms.DateField):
    """A date that a project can have."""

    widget = DayInput

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a year that is a slip of the keyboard."""
        day = super().clean(value)
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise forms.ValidationError(
                _("The year looks wrong: %(year)s."), params={"year": day.year}
            )
        return day


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = ManyFilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as a list, empty when there is none."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(one, initial) for one in given]


class Lines(forms.CharField):
    """Words over several lines."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Browsers end lines with two characters; the register keeps one."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ActingForm(forms.Form):
    """A form of one act: it knows which version its reader saw, and is worth one act only."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def asked(self) -> list[forms.BoundField]:
        """The fields that a person fills in."""
        return self.visible_fields()


class CompleteForm(ActingForm):
    actual_on = DayField(label=_("Actual date of completion"))
    note = Lines(label=_("Note"), required=False, max_length=500)
    evidence = FilesField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, pictures or office files, up to 20 MB each."),
    )


class ForecastForm(ActingForm):
    forecast_on = DayField(label=_("Forecast date"))
    reason = Lines(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed when the forecast is later than the date in force."),
    )


class ChangeRequestForm(ActingForm):
    new_due_on = DayField(label=_("New due date"))
    reason_code = forms.ChoiceField(label=_("Kind of reason"), choices=ChangeRequest.Reason.choices)
    reason = Lines(label=_("Reason in words"), max_length=1000, rows=3)


class DecisionForm(ActingForm):
    """Approve or return; the button pressed says which."""

    decision = forms.ChoiceField(
        choices=[("approve", _("Approve")), ("return", _("Return"))], widget=forms.HiddenInput
    )
    note = Lines(
        label=_("Remarks"),
        required=False,
        max_length=500,
        help_text=_("Needed when you return it."),
    )


class ConfirmOnlyForm(ActingForm):
    """Nothing to fill in: pressing the button is the act."""


class LeadForm(ActingForm):
    department = forms.TypedChoiceField(label=_("Lead department"), coerce=int)


class AttachForm(ActingForm):
    evidence = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, pictures or office files, up to 20 MB each."),
    )


class MilestoneForm(ActingForm):
    name = forms.CharField(label=_("Name of the milestone"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of milestone"), choices=MilestoneKind.choices)
    due_on = DayField(label=_("Due date"), required=False)
    department = forms.TypedChoiceField(
        label=_("Responsible department"), coerce=int, required=False, empty_value=None
    )
    critical = forms.BooleanField(label=_("Critical milestone"), required=False)
    evidence_required = forms.BooleanField(label=_("Evidence is required"), required=False)


class TemplateChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ScheduleForm(ActingForm):
    template = TemplateChoice(
        label=_("Schedule template"),
        queryset=ScheduleTemplate.objects.order_by("code"),
        empty_label=None,
        to_field_name="code",
    )
    finish_on = DayField(
        label=_("Finish date"),
        help_text=_("The last milestone falls on this day; the others are laid backwards."),
    )


class ReportForm(ActingForm):
    """The month's report; only the figures and words that a person writes."""

    cumulative_investment = forms.DecimalField(
        label=_("Investment since the beginning of the year (10,000 yuan)"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=4,
    )
    progress_words = forms.CharField(
        label=_("Progress in words"),
        required=False,
        max_length=200,
        help_text=_("For instance: foundations done, roof closed, equipment being installed."),
    )
    progress_percent = forms.DecimalField(
        label=_("Progress (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=2,
    )
    next_step = Lines(label=_("Next step"), required=False, max_length=400)
    problems = Lines(label=_("Problems"), required=False, max_length=2000)
    correction_reason = Lines(
        label=_("Reason for a correction"),
        required=False,
        max_length=500,
        help_text=_("Only when the period is closed or the cumulative figure falls."),
    )
