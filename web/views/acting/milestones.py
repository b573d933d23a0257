"""What a department does with a milestone: complete it, forecast it, ask for another date."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import RuleViolation
from projects import policy
from projects.models import Milestone
from projects.services import changes, milestones
from projects.services.evidence import Upload
from web.formats import full_date
from web.forms.acting import ChangeRequestForm, CompleteForm, ForecastForm
from web.views.acting.base import Act, Words


def uploads(files: Any) -> list[Upload]:
    """Files as the domain takes them."""
    return [Upload(one.name or "", one.read()) for one in files]


class OnMilestone(Act):
    """An act on one milestone."""

    anchor = "#milestones"
    milestone: Milestone

    def load(self, **address: int) -> None:
        rows = Milestone.objects.visible_to(self.person).select_related(
            "project__region", "project__sector", "department"
        )
        self.milestone = rows.get(pk=address["milestone_id"])
        self.project = self.milestone.project

    def refusal(self) -> RuleViolation | None:
        """Only what is open is completed, forecast or moved."""
        if self.milestone.state == Milestone.State.OPEN:
            return None
        return RuleViolation(
            "milestone_not_open", params={"state": self.milestone.get_state_display()}
        )

    def version(self) -> int | None:
        return self.milestone.version

    def key(self) -> str:
        return f"{self.name}-{self.milestone.pk}"

    def subject(self) -> str:
        return self.milestone.name

    def present_facts(self) -> list[tuple[Words, str, str]]:
        due = self.milestone.due_on
        return [
            (_("Stage"), "", self.milestone.get_state_display()),
            (_("Date in force"), "", full_date(due) if due else ""),
        ]


class Complete(OnMilestone):
    """Complete a milestone with its actual date and evidence."""

    name = "complete"
    form_class = CompleteForm
    title = _("Complete the milestone")
    button = _("Complete")
    done = _("The milestone is completed.")

    def may(self) -> bool:
        return policy.may_complete(self.person, self.milestone)

    def initial(self) -> dict[str, Any]:
        return {"actual_on": self.today}

    def prepare(self, form: Any) -> None:
        form.fields["actual_on"].widget.attrs["max"] = self.today.isoformat()
        if self.milestone.evidence_required:
            form.fields["evidence"].label = gettext("Evidence (required)")

    def present(self) -> dict[str, Any]:
        return {"actual_on": self.milestone.actual_on, "note": self.milestone.note}

    def perform(self, data: dict[str, Any]) -> Any:
        return milestones.complete(
            milestone_id=self.milestone.pk,
            actual_on=data["actual_on"],
            note=data["note"],
            evidence=uploads(data["evidence"]),
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class Forecast(OnMilestone):
    """Say when a milestone is expected."""

    name = "forecast"
    form_class = ForecastForm
    title = _("Say when it is expected")
    button = _("Save the forecast")
    done = _("The forecast is saved; the date in force stays.")

    def may(self) -> bool:
        owes = policy.may_complete(self.person, self.milestone)
        return owes or policy.may(self.person, policy.Action.FORECAST, self.project)

    def initial(self) -> dict[str, Any]:
        return {
            "forecast_on": self.milestone.forecast_on,
            "reason": self.milestone.forecast_reason,
        }

    def present(self) -> dict[str, Any]:
        return self.initial()

    def perform(self, data: dict[str, Any]) -> Any:
        return milestones.forecast(
            milestone_id=self.milestone.pk,
            forecast_on=data["forecast_on"],
            reason=data["reason"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class AskForChange(OnMilestone):
    """Ask for another due date; the date in force stays until the request is approved."""

    name = "change"
    form_class = ChangeRequestForm
    title = _("Ask for another date")
    button = _("File the request")
    done = _("The request is filed; the date in force stays until it is approved.")

    def may(self) -> bool:
        owes = policy.may_complete(self.person, self.milestone)
        return owes or policy.may(self.person, policy.Action.REQUEST_CHANGE, self.project)

    def initial(self) -> dict[str, Any]:
        return {"new_due_on": self.milestone.forecast_on}

    def prepare(self, form: Any) -> None:
        form.fields["new_due_on"].widget.attrs["min"] = self.today.isoformat()

    def perform(self, data: dict[str, Any]) -> Any:
        return changes.file_request(
            milestone_id=self.milestone.pk,
            new_due_on=data["new_due_on"],
            reason_code=data["reason_code"],
            reason=data["reason"],
            actor=self.person,
            now=clock.now(),
        )
