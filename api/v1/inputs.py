"""The shapes of what the API takes in. Rules are the services' own; here stands only the form."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from directory.models import FICTITIOUS_PREFIX, Company, Region, Zone
from projects.models import ApprovalRoad, ChangeRequest, Level, Nature, Sector, Status
from projects.querysets import is_of_fictitious_world, sees_everything

LARGEST_ID = 2**63 - 1
AMOUNT: dict[str, Any] = {"max_digits": 16, "decimal_places": 4}
UNKNOWN = _("This field is not known here.")
VERSION_HELP = "The version you saw, unless If-Match says it."


class StrictInput(serializers.Serializer[Any]):
    """Fields that no one asked for are an error, as unknown parameters are."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {name: ErrorDetail(str(UNKNOWN), "unknown_field") for name in unknown}
                )
        return super().to_internal_value(data)


class VersionedInput(StrictInput):
    version = serializers.IntegerField(min_value=1, required=False, help_text=VERSION_HELP)


class OfOwnWorld(serializers.RelatedField[Any, Any, Any]):
    """Only rows of the caller's world exist here: real ones, or those of the demonstration city."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        user = self.context.get("user")
        if rows is None or user is None or sees_everything(user):
            return rows
        fictitious = Q(region__code__startswith=FICTITIOUS_PREFIX)
        return rows.filter(fictitious if is_of_fictitious_world(user) else ~fictitious)


class CompanyField(OfOwnWorld, serializers.PrimaryKeyRelatedField[Any]):
    """A project company's id."""


class ZoneField(OfOwnWorld, serializers.SlugRelatedField[Any]):
    """A development zone's code."""


class ProjectIn(VersionedInput):
    """Facts of a project that may be edited; what is left out stays."""

    name = serializers.CharField(max_length=200, required=False)
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=20, required=False
    )
    national_code = serializers.CharField(max_length=32, required=False, allow_null=True)
    sector = serializers.SlugRelatedField(
        slug_field="code", queryset=Sector.objects.all(), required=False, help_text="Its code"
    )
    nature = serializers.ChoiceField(Nature.choices, required=False, allow_blank=True)
    approval_road = serializers.ChoiceField(ApprovalRoad.choices, required=False, allow_blank=True)
    level = serializers.ChoiceField(Level.choices, required=False)
    content = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    total_investment = serializers.DecimalField(
        min_value=0, required=False, allow_null=True, help_text="万元", **AMOUNT
    )
    planned_start_year = serializers.IntegerField(
        min_value=1950, max_value=2100, required=False, allow_null=True
    )
    planned_finish_year = serializers.IntegerField(
        min_value=1950, max_value=2100, required=False, allow_null=True
    )
    zone = ZoneField(
        slug_field="code",
        queryset=Zone.objects.all(),
        required=False,
        allow_null=True,
        help_text="Its code",
    )
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    longitude = serializers.DecimalField(
        max_digits=9,
        decimal_places=6,
        min_value=-180,
        max_value=180,
        required=False,
        allow_null=True,
    )
    latitude = serializers.DecimalField(
        max_digits=9, decimal_places=6, min_value=-90, max_value=90, required=False, allow_null=True
    )
    company = CompanyField(queryset=Company.objects.all(), required=False, allow_null=True)
    disclosed = serializers.BooleanField(required=False)


class NewProjectIn(ProjectIn):
    """A project that is not in the register yet; its code is given by the register."""

    version = None  # type: ignore[assignment]
    name = serializers.CharField(max_length=200)
    region = serializers.SlugRelatedField(
        slug_field="code", queryset=Region.objects.all(), help_text="Its code"
    )
    sector = serializers.SlugRelatedField(
        slug_field="code", queryset=Sector.objects.all(), help_text="Its code"
    )


class SupportingIn(VersionedInput):
    departments = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID),
        max_length=100,
        help_text="Ids of all supporting departments; those not named leave",
    )


class ConfirmStatusIn(VersionedInput):
    """The status stands as it was proposed."""


class MoveIn(VersionedInput):
    """A move along 「四库」, or out of it."""

    after = serializers.ChoiceField(Status.choices)
    effective_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    next_step = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Asked for with 缓建"
    )
    expected_on = serializers.DateField(
        required=False, allow_null=True, help_text="When it goes on; asked for with 缓建"
    )


class EvidenceIn(StrictInput):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="PDF, JPEG, PNG, Word, Excel, PowerPoint or OFD; at most 20 MB",
    )


class ConfirmLeadIn(VersionedInput):
    department = serializers.IntegerField(min_value=1, help_text="The department's id")


class ScheduleIn(VersionedInput):
    template = serializers.CharField(max_length=40, help_text="The schedule template's code")
    finish_on = serializers.DateField(help_text="The date from which it is laid backwards")
    done = serializers.DictField(
        child=serializers.DateField(),
        required=False,
        help_text="Steps that are done already, by their key, with the actual date",
    )


class CompleteIn(VersionedInput):
    actual_on = serializers.DateField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ForecastIn(VersionedInput):
    forecast_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ChangeRequestIn(StrictInput):
    milestone = serializers.IntegerField(min_value=1, help_text="The milestone's id")
    new_due_on = serializers.DateField()
    reason_code = serializers.ChoiceField(ChangeRequest.Reason.choices)
    reason = serializers.CharField(max_length=2000)


class DecisionIn(VersionedInput):
    """An approval: the note may be left out."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ReturnIn(VersionedInput):
    """A return needs the reason why."""

    note = serializers.CharField(max_length=2000)


class ReportReturnIn(ReturnIn):
    remarks = serializers.DictField(
        child=serializers.CharField(max_length=500), required=False, help_text="Remarks per field"
    )


class WithdrawIn(VersionedInput):
    """Taking one's own request back."""


class PeriodIn(StrictInput):
    project = serializers.IntegerField(min_value=1, help_text="The project's id")
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    month = serializers.IntegerField(min_value=1, max_value=12)


class ReportIn(PeriodIn):
    """A report of a period; `investment` of the month follows from the cumulative figure."""

    version = serializers.IntegerField(min_value=1, required=False, help_text=VERSION_HELP)
    cumulative_investment = serializers.DecimalField(
        min_value=0, required=False, allow_null=True, help_text="Of the year, 万元", **AMOUNT
    )
    progress_words = serializers.CharField(max_length=200, required=False, allow_blank=True)
    progress_percent = serializers.DecimalField(
        max_digits=6, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    next_step = serializers.CharField(max_length=400, required=False, allow_blank=True)
    problems = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    correction_reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)
