"""The form of a number that a plan promises."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import CountPromise
from web.forms.acting import EARLIEST_YEAR, LATEST_YEAR, ActingForm, Lines


class CountForm(ActingForm):
    """A promised number; what it means in our list of sectors is for the office to say."""

    quote = Lines(
        label=_("The plan's words"),
        max_length=2000,
        help_text=_("Copied from the text, to the letter."),
    )
    what = forms.CharField(label=_("What is counted"), max_length=120)
    scope = forms.ChoiceField(label=_("Promised for"), choices=CountPromise.Scope.choices)
    number = forms.IntegerField(label=_("At least"), min_value=1, max_value=1_000_000)
    number_most = forms.IntegerField(
        label=_("At most"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Where the plan gives a range; the lower number is owed."),
    )
    yearly = forms.BooleanField(label=_("In every year"), required=False)
    by_year = forms.IntegerField(
        label=_("By the end of"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors that count"), widget=forms.CheckboxSelectMultiple
    )
    note = Lines(label=_("Why these"), required=False, max_length=1000)
