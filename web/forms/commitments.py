"""Forms of what the plan office does with a commitment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms.acting import ActingForm, Lines


class TakeUpForm(ActingForm):
    """A project made of a commitment; all else the rules propose from its words."""

    name = forms.CharField(label=_("Name of the project"), max_length=200)
    sector = forms.ChoiceField(label=_("Sector"))


class LinkForm(ActingForm):
    """A project of the register: one that is offered, or any other by its code."""

    project = forms.TypedChoiceField(
        label=_("Projects with a like name"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    code = forms.CharField(
        label=_("Or the code of another project"),
        required=False,
        max_length=32,
        help_text=_("For instance 1408-0012; the search above finds it."),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError unless one project is named."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("project") and not data.get("code"):
            self.add_error("code", _("Choose a project, or write its code."))
        return data


class ReasonForm(ActingForm):
    reason = Lines(label=_("Reason"), max_length=500)
