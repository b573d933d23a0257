"""Forms of the intake of plan documents. They check shape; every rule is the domain's."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import wording
from directory.models import Region, User, region_prefix
from plans.models import Commitment, IntakeRow, Plan
from projects.querysets import home_region, sees_everything
from web.forms.acting import ActingForm, DayField, Lines
from web.forms.places import sectors

ACCEPTED = ".docx,.pdf,.txt,.md,.html,.htm"
NOTHING = ("", "—")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2099
BETWEEN = re.compile(r"[、，,；;\s]+")
CODE = re.compile(r"\d{6}")


def regions_run_by(user: User) -> list[tuple[str, str]]:
    """The regions for which a person may take documents in, the person's own first."""
    rows = Region.objects.order_by("code")
    if not sees_everything(user):
        rows = rows.filter(code__startswith=region_prefix(home_region(user)))
    return list(rows.values_list("code", "name"))


class UploadForm(forms.Form):
    """A plan document, and the region whose plan it is."""

    file = forms.FileField(
        label=_("Plan document"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_(".docx, .pdf with text, .txt, .md or .html, at most 20 MB"),
    )
    region = forms.ChoiceField(label=_("Region"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = regions_run_by(user)
        self.fields["region"].choices = choices  # type: ignore[attr-defined]
        self.fields["region"].initial = home_region(user)


class YearField(forms.IntegerField):
    """A year that a plan can speak of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, **kwargs)


class HeadForm(ActingForm):
    """What a plan document is called, by whom, for where and when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Document number"), required=False, max_length=60)
    issuer = forms.CharField(label=_("Issued by"), required=False, max_length=120)
    issued_on = DayField(label=_("Date of issue"), required=False)
    region = forms.ChoiceField(label=_("Region"))
    period_start = YearField(label=_("Plan period from"))
    period_end = YearField(label=_("Plan period to"))
    outlook_year = YearField(label=_("Outlook to"))
    revises = forms.ChoiceField(
        label=_("Revises"),
        required=False,
        help_text=_("For a new edition or a mid-term adjustment: the plan that it revises."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        own = regions_run_by(user)
        fields["region"].choices = own
        # A plan is revised by whoever it belongs to.
        plans = Plan.objects.visible_to(user).filter(region__in=[code for code, _name in own])
        plans = plans.order_by("region_id", "doc")
        fields["revises"].choices = [NOTHING, *plans.values_list("pk", "title")]

    def values(self) -> dict[str, Any]:
        """The head by the names of the domain's columns."""
        data = self.cleaned_data
        named = ("title", "number", "issuer", "issued_on")
        years = ("period_start", "period_end", "outlook_year")
        revises = data["revises"]
        return {name: data[name] for name in (*named, *years)} | {
            "region_id": data["region"],
            "revises_id": int(revises) if revises else None,
        }


class RegionsField(forms.CharField):
    """Places by name or code, parted by 、; the codes are what the form gives."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, **kwargs)
        self.city = ""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        names = dict(Region.objects.filter(pk__in=value).values_list("pk", "short_name"))
        return str(wording.names(names.get(str(code)) or str(code) for code in value))

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for a name that no place has, or that several have."""
        words = [word for word in BETWEEN.split(super().clean(value)) if word]
        return list(dict.fromkeys(self._code(word) for word in words))

    def _code(self, word: str) -> str:
        if CODE.fullmatch(word):
            return word
        named = Region.objects.filter(name=word) | Region.objects.filter(short_name=word)
        codes = list(named.order_by("code").values_list("pk", flat=True))
        near = [code for code in codes if self.city and code.startswith(self.city)] or codes
        if len(near) == 1:
            return str(near[0])
        if not near:
            raise forms.ValidationError(
                _("There is no place “%(name)s”; a name or a code of six digits is expected."),
                params={"name": word},
            )
        raise forms.ValidationError(
            _("Several places are called “%(name)s”; give one of the codes %(codes)s."),
            params={"name": word, "codes": wording.names(near)},
        )


class RowForm(forms.Form):
    """A row of the review."""

    name = forms.CharField(label=_("Name"), max_length=200)
    level = forms.ChoiceField(label=_("Kind"), choices=Commitment.Level.choices)
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    regions = RegionsField(label=_("Regions named"), help_text=_("Names or codes, parted by 、"))
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    group = forms.CharField(label=_("Group"), required=False, max_length=120)
    note = Lines(label=_("Note"), required=False, max_length=500)
    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        row: IntakeRow,
        programmes: Iterable[tuple[int, str]],
        data: Any = None,
    ) -> None:
        initial = {
            "name": row.name,
            "level": row.level,
            "parent": row.parent_id or "",
            "regions": row.region_codes,
            "sector": row.sector_id or "",
            "group": row.group,
            "note": row.note,
            "start": row.start,
            "end": row.end,
        }
        super().__init__(data, initial=initial, auto_id=f"row-{row.pk}-%s")
        fields: dict[str, Any] = self.fields
        fields["parent"].choices = [NOTHING, *(one for one in programmes if one[0] != row.pk)]
        fields["sector"].choices = [NOTHING, *sectors()]
        fields["regions"].city = region_prefix(row.intake.region_id)[:4]

    def values(self) -> dict[str, Any]:
        """The row's columns by the domain's names."""
        data = self.cleaned_data
        return {name: data[name] for name in ("name", "level", "group", "note", "start", "end")} | {
            "parent_id": int(data["parent"]) if data["parent"] else None,
            "region_codes": data["regions"],
            "sector_id": data["sector"] or None,
        }

    def asked(self) -> Sequence[forms.BoundField]:
        return self.visible_fields()
