"""Forms of what the plan office does with a project's entry in the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ApprovalRoad, Level, Nature
from web.forms.acting import EARLIEST_YEAR, LATEST_YEAR, ActingForm, DayField, Lines

NOT_SAID = ("", "—")
NAME_LENGTH = 200


class NamesField(Lines):
    """Names, one on each line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The names as a list. Raises ValidationError for one that is too long."""
        names = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(name) > NAME_LENGTH for name in names):
            raise forms.ValidationError(
                _("A name has at most %(limit)s characters."), params={"limit": NAME_LENGTH}
            )
        return names


class YearField(forms.IntegerField):
    """A year that a project can have."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, **kwargs)


class FactsForm(ActingForm):
    """The facts of a project; its status, dates and owners have forms of their own."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    aliases = NamesField(
        label=_("Also called"), required=False, help_text=_("One name on each line.")
    )
    national_code = forms.CharField(
        label=_("National project code"),
        required=False,
        max_length=32,
        empty_value=None,
        help_text=_("For instance 2104-140802-89-01-123456."),
    )
    sector = forms.ChoiceField(label=_("Sector"))
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    nature = forms.ChoiceField(
        label=_("Nature"), required=False, choices=[NOT_SAID, *Nature.choices]
    )
    approval_road = forms.ChoiceField(
        label=_("Approval road"), required=False, choices=[NOT_SAID, *ApprovalRoad.choices]
    )
    total_investment = forms.DecimalField(
        label=_("Total investment (10,000 yuan)"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=4,
    )
    planned_start_year = YearField(label=_("Planned start (year)"))
    planned_finish_year = YearField(label=_("Planned finish (year)"))
    zone = forms.TypedChoiceField(label=_("Zone"), required=False, coerce=int, empty_value=None)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    company = forms.TypedChoiceField(
        label=_("Project company"), required=False, coerce=int, empty_value=None
    )
    content = Lines(label=_("Content and scale"), required=False, max_length=10_000, rows=4)
    disclosed = forms.BooleanField(label=_("Open to the public"), required=False)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when the years stand the wrong way round."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, finish = data.get("planned_start_year"), data.get("planned_finish_year")
        if start and finish and finish < start:
            self.add_error(
                "planned_finish_year", _("A project is not finished before it is started.")
            )
        return data


class SupportingForm(ActingForm):
    departments = forms.TypedMultipleChoiceField(
        label=_("Supporting departments"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


class MoveForm(ActingForm):
    """A move along 「四库」 or out of it."""

    after = forms.ChoiceField(label=_("New status"))
    effective_on = DayField(label=_("In effect since"))
    reason = Lines(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Needed for a project that is suspended, taken out or goes back."),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=200,
        help_text=_("Needed for a project that is suspended, with the expected date."),
    )
    expected_on = DayField(label=_("Expected date"), required=False)
