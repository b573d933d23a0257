"""The form by which the plan office enters what an indicator reached."""

from django import forms
from django.utils.translation import gettext_lazy as _


class YearForm(forms.Form):
    """A year and what was reached in it, as a text like those of the plan's table."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    year = forms.IntegerField(label=_("Year"), min_value=1950, max_value=2100)
    text = forms.CharField(
        label=_("Reached"),
        max_length=60,
        help_text=_("As in the plan's table: 54.2, ≥75, [21] for a sum over the years, or words."),
    )
    note = forms.CharField(
        label=_("Where the figure is from"),
        max_length=200,
        required=False,
        help_text=_("For instance: statistical communiqué of 2023."),
    )
    reason = forms.CharField(
        label=_("Reason for a correction"),
        max_length=200,
        required=False,
        help_text=_("Needed when the year has a figure already."),
    )
