"""Forms of closing a plan. They check shape; every rule is the domain's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import Verdict
from web.forms.acting import ActingForm, FilesField, Lines


class VerdictForm(ActingForm):
    """What became of a commitment, with the evidence."""

    kind = forms.ChoiceField(label=_("Verdict"), choices=Verdict.Kind.choices)
    evidence = Lines(
        label=_("Evidence"),
        max_length=2000,
        rows=3,
        help_text=_("What shows it: acceptance, opening, documents with their numbers, figures."),
    )
    attached = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, pictures or office files, up to 20 MB each; kept with the project."),
    )
    carried_to = forms.TypedChoiceField(
        label=_("Carried on by"), coerce=int, required=False, empty_value=None
    )
    carried_key = forms.CharField(
        label=_("Another commitment of the next plan, by its number"),
        required=False,
        max_length=40,
    )

    def asked(self) -> list[forms.BoundField]:
        """All but what carries it on, which is chosen from a table of its own."""
        own = ("carried_to", "carried_key")
        return [field for field in self.visible_fields() if field.name not in own]


class ChangeVerdictForm(VerdictForm):
    """Another verdict in place of the one that stands, with the reason."""

    reason = Lines(label=_("Reason for the change"), max_length=500)


class TakeBackForm(ActingForm):
    """Why a verdict is taken back."""

    reason = Lines(label=_("Reason for taking it back"), max_length=500)


class OneProposedForm(ActingForm):
    """The verdict that a person saw proposed for one commitment."""

    kind = forms.ChoiceField(choices=Verdict.Kind.choices, widget=forms.HiddenInput)


class ProposedForm(ActingForm):
    """What a person saw proposed and confirms: `7:done,8:carried_over`; `query` is the address's
    filters, for showing the list anew."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200_000)
    query = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def clean_seen(self) -> dict[int, str]:
        """The verdict seen for each commitment. Raises ValidationError for anything else."""
        seen: dict[int, str] = {}
        for part in filter(None, self.cleaned_data["seen"].split(",")):
            number, _colon, kind = part.partition(":")
            if not number.isdecimal() or kind not in Verdict.Kind.values:
                raise forms.ValidationError(_("The list cannot be read; open it again."))
            seen[int(number)] = kind
        return seen
