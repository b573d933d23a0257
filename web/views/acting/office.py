"""What the plan office does: confirm who owes a project and where it stands, lay its schedule,
decide on requests."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import RuleViolation
from projects import policy
from projects.models import ChangeRequest, ProjectDepartment
from projects.policy import Action
from projects.services import changes, schedule
from projects.services import projects as services
from web.formats import full_date
from web.forms.acting import (
    ActingForm,
    ConfirmOnlyForm,
    DecisionForm,
    LeadForm,
    MilestoneForm,
    ScheduleForm,
)
from web.forms.departments import departments_for
from web.views.acting.base import Act, Words

DONE = "done-"
"""Fields of the schedule's preview: the actual date of a step, by its key."""


class OnProject(Act):
    """An act on the project itself, with one permission."""

    action: Action

    def may(self) -> bool:
        return policy.may(self.person, self.action, self.project)


class ConfirmLead(OnProject):
    """Confirm the proposed lead department, or name another."""

    name = "lead"
    action = Action.CONFIRM
    form_class = LeadForm
    title = _("Confirm the lead department")
    button = _("Confirm the lead")
    done = _("The lead department is confirmed.")
    anchor = "#people"

    def _lead(self) -> ProjectDepartment | None:
        rows = self.project.parties.select_related("department")
        return rows.filter(part=ProjectDepartment.Part.LEAD).first()

    def subject(self) -> str:
        lead = self._lead()
        if lead is None or not lead.basis:
            return ""
        return gettext("Proposed: %(department)s. Basis: %(basis)s") % {
            "department": lead.department.name,
            "basis": lead.basis,
        }

    def initial(self) -> dict[str, Any]:
        lead = self._lead()
        return {"department": lead.department_id if lead else None}

    def prepare(self, form: ActingForm) -> None:
        form.fields["department"].choices = departments_for(self.project)  # type: ignore[attr-defined]

    def present(self) -> dict[str, Any]:
        return self.initial()

    def perform(self, data: dict[str, Any]) -> Any:
        return services.confirm_lead(
            project_id=self.project.pk,
            department_id=data["department"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class ConfirmStatus(OnProject):
    """Confirm the status that a rule proposed."""

    name = "status"
    action = Action.CONFIRM
    form_class = ConfirmOnlyForm
    title = _("Confirm the status")
    button = _("Confirm the status")
    done = _("The status is confirmed.")

    def subject(self) -> str:
        said = self.project.get_status_display()
        return f"{said} · {self.project.status_basis}" if self.project.status_basis else said

    def present_facts(self) -> list[tuple[Words, str, str]]:
        confirmed = gettext("confirmed") if self.project.status_confirmed else gettext("proposed")
        return [(_("Status"), "", f"{self.project.get_status_display()} · {confirmed}")]

    def perform(self, data: dict[str, Any]) -> Any:
        return services.confirm_status(
            project_id=self.project.pk,
            version=data["version"] or 0,
            actor=self.person,
            now=clock.now(),
        )


class LaySchedule(OnProject):
    """Lay a schedule backwards from its finish: first a preview, then for good."""

    name = "schedule"
    action = Action.SCHEDULE
    form_class = ScheduleForm
    template_name = "web/acting/schedule.html"
    title = _("Lay the schedule")
    button = _("Lay this schedule")
    done = _("The schedule is laid and frozen as the first baseline.")
    anchor = "#milestones"

    def initial(self) -> dict[str, Any]:
        return {"template": self._fitting()}

    def _fitting(self) -> str | None:
        """The template of the project's sector (or its parent's) and approval road."""
        form_rows = list(self.form_class.base_fields["template"].queryset)  # type: ignore[attr-defined]
        sectors = (self.project.sector_id, self.project.sector.parent_id)
        road = self.project.approval_road

        def rank(row: Any) -> tuple[int, int, str]:
            sector = sectors.index(row.sector_id) if row.sector_id in sectors else 2
            if row.sector_id is None:
                sector = 3
            elif sector == 2:
                sector = 4
            return sector, 0 if row.approval_road == road else 1, row.code

        return min(form_rows, key=rank).code if form_rows else None

    def context(self, form: ActingForm) -> dict[str, Any]:
        """The steps as they would be laid; what is known as finished is no past date."""
        if not form.is_bound:
            return {"rows": None}
        form.is_valid()
        data = form.cleaned_data
        if not {"template", "finish_on"} <= data.keys():
            return {"rows": None}
        planned = schedule.preview_schedule(
            template_code=data["template"].code, finish_on=data["finish_on"], today=self.today
        )
        typed = self._typed()
        rows = [(one, typed.get(one.step.key, "")) for one in planned]
        return {
            "rows": rows,
            "past": sum(one.past and not done for one, done in rows),
            "provisional": sum(one.provisional for one, _done in rows),
        }

    def _typed(self) -> dict[str, str]:
        """The actual dates of steps that are finished already, as they were typed."""
        sent = self.request.POST
        return {
            name.removeprefix(DONE): sent[name].strip()
            for name in sent
            if name.startswith(DONE) and sent[name].strip()
        }

    def _done(self) -> dict[str, date]:
        """The same as dates. Raises RuleViolation `invalid`."""
        done = {}
        for key, value in self._typed().items():
            try:
                done[key] = date.fromisoformat(value)
            except ValueError:
                raise RuleViolation("invalid", params={"detail": value}) from None
        return done

    def post(self, request: Any, **address: int) -> Any:
        """Lay only what was seen: other dates than those of the preview are shown first."""
        asked = f"{request.POST.get('template')}:{request.POST.get('finish_on')}"
        if "preview" in request.POST or request.POST.get("seen") != asked:
            form = self.make_form(request.POST)
            return self.show(form, status=200 if form.is_valid() else 422)
        return super().post(request, **address)

    def present_facts(self) -> list[tuple[Words, str, str]]:
        return [(_("Milestones"), "", str(self.project.milestones.count()))]

    def perform(self, data: dict[str, Any]) -> Any:
        return schedule.lay_schedule(
            project_id=self.project.pk,
            template_code=data["template"].code,
            finish_on=data["finish_on"],
            done=self._done(),
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class AddMilestone(OnProject):
    """Add a single milestone."""

    name = "add-milestone"
    action = Action.SCHEDULE
    form_class = MilestoneForm
    title = _("Add a milestone")
    button = _("Add the milestone")
    done = _("The milestone is added.")
    anchor = "#milestones"

    def prepare(self, form: ActingForm) -> None:
        nobody = ("", gettext("The project's lead"))
        form.fields["department"].choices = [nobody, *departments_for(self.project)]  # type: ignore[attr-defined]

    def perform(self, data: dict[str, Any]) -> Any:
        return schedule.add_milestone(
            project_id=self.project.pk,
            name=data["name"],
            kind=data["kind"],
            due_on=data["due_on"],
            department_id=data["department"],
            critical=data["critical"],
            evidence_required=data["evidence_required"],
            actor=self.person,
            now=clock.now(),
        )


class DecideChange(Act):
    """Approve a change request, or return it with the reason why."""

    name = "decide"
    form_class: type[ActingForm] = DecisionForm
    template_name = "web/acting/decide.html"
    title = _("Decide on the change request")
    button = _("Approve")
    done = _("The request is decided.")
    anchor = "#requests"
    change: ChangeRequest

    def load(self, **address: int) -> None:
        rows = ChangeRequest.objects.visible_to(self.person).select_related(
            "project__region", "milestone", "filed_by"
        )
        self.change = rows.get(pk=address["request_id"])
        self.project = self.change.project

    def may(self) -> bool:
        return policy.may_decide(self.person, self.change)

    def version(self) -> int | None:
        return self.change.version

    def key(self) -> str:
        return f"{self.name}-{self.change.pk}"

    def subject(self) -> str:
        return self.change.milestone.name if self.change.milestone else ""

    def present_facts(self) -> list[tuple[Words, str, str]]:
        new = self.change.new_due_on
        return [
            (_("Stage"), "", self.change.get_state_display()),
            (_("New due date"), "", full_date(new) if new else ""),
        ]

    def perform(self, data: dict[str, Any]) -> Any:
        approving = data["decision"] == "approve"
        act = changes.approve if approving else changes.return_request
        if not approving:
            self.done = _("The change request is returned.")
        return act(
            request_id=self.change.pk,
            note=data["note"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class WithdrawChange(DecideChange):
    """Take one's own request back before it is decided."""

    name = "withdraw"
    form_class = ConfirmOnlyForm
    template_name = "web/acting/act.html"
    title = _("Take the request back")
    button = _("Take it back")
    done = _("The request is taken back.")

    def may(self) -> bool:
        return self.change.filed_by_id == self.person.pk

    def perform(self, data: dict[str, Any]) -> Any:
        return changes.withdraw_request(
            request_id=self.change.pk,
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )
