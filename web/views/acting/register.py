"""What the plan office does with a project's entry: its facts, its supporting departments, its
status, and the quotes that it rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory import clock
from plans.models import CommitmentProject
from plans.services import links
from projects.models import ProjectDepartment, Status
from projects.policy import Action
from projects.rules.moves import LEGAL
from projects.services import projects as services
from projects.services import status
from web.forms import places
from web.forms.acting import ActingForm, ConfirmOnlyForm
from web.forms.departments import Groups, departments_for
from web.forms.register import NOT_SAID, FactsForm, MoveForm, SupportingForm
from web.views.acting.base import Words
from web.views.acting.office import OnProject

FACTS = {
    "name": "name",
    "aliases": "aliases",
    "national_code": "national_code",
    "sector": "sector_id",
    "level": "level",
    "nature": "nature",
    "approval_road": "approval_road",
    "total_investment": "total_investment",
    "planned_start_year": "planned_start_year",
    "planned_finish_year": "planned_finish_year",
    "zone": "zone_id",
    "place": "place",
    "company": "company_id",
    "content": "content",
    "disclosed": "disclosed",
}
"""The column behind each field of the form."""


def legal_moves(before: str) -> list[tuple[str, Words]]:
    """The statuses into which a project can go from the one it has, in the order of its life."""
    return [(one.value, one.label) for one in Status if one in LEGAL[before]]


class EditFacts(OnProject):
    """Change facts of a project."""

    name = "facts"
    action = Action.EDIT
    form_class = FactsForm
    title = _("Change the facts")
    button = _("Save the facts")
    done = _("The facts are saved.")
    anchor = "#facts"

    def initial(self) -> dict[str, Any]:
        facts = {field: getattr(self.project, column) for field, column in FACTS.items()}
        if facts["total_investment"] is not None:
            facts["total_investment"] = f"{facts['total_investment'].normalize():f}"
        return facts

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        fields["sector"].choices = places.sectors()
        fields["zone"].choices = places.zones_for(self.project)
        fields["company"].choices = places.companies_for(self.project)

    def present(self) -> dict[str, Any]:
        return self.initial()

    def perform(self, data: dict[str, Any]) -> Any:
        return services.edit_project(
            project_id=self.project.pk,
            version=data["version"] or 0,
            values={column: data[field] for field, column in FACTS.items()},
            actor=self.person,
            now=clock.now(),
        )


class SetSupporting(OnProject):
    """Name the supporting departments."""

    name = "supporting"
    action = Action.CONFIRM
    form_class = SupportingForm
    title = _("Name the supporting departments")
    button = _("Save the supporting departments")
    done = _("The supporting departments are named.")
    anchor = "#people"

    def _by_part(self) -> dict[int, str]:
        return dict(self.project.parties.order_by("id").values_list("department_id", "part"))

    def initial(self) -> dict[str, Any]:
        parts = self._by_part().items()
        return {"departments": [pk for pk, part in parts if _is_supporting(part)]}

    def prepare(self, form: ActingForm) -> None:
        owing = {str(pk) for pk, part in self._by_part().items() if not _is_supporting(part)}
        form.fields["departments"].choices = _without(owing, departments_for(self.project))  # type: ignore[attr-defined]

    def present(self) -> dict[str, Any]:
        return self.initial()

    def perform(self, data: dict[str, Any]) -> Any:
        return services.set_supporting(
            project_id=self.project.pk,
            department_ids=data["departments"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


def _is_supporting(part: str) -> bool:
    return part == ProjectDepartment.Part.SUPPORTING


def _without(taken: set[str], groups: Groups) -> Groups:
    """The groups without the departments that owe the project already."""
    kept = [(name, [row for row in rows if row[0] not in taken]) for name, rows in groups]
    return [(name, rows) for name, rows in kept if rows]


class MoveStatus(OnProject):
    """Move the project along 「四库」, or out of it."""

    name = "move"
    action = Action.MOVE_STATUS
    form_class = MoveForm
    title = _("Move the project to another status")
    button = _("Move the project")
    done = _("The project has moved to its new status.")

    def subject(self) -> str:
        return self.project.get_status_display()

    def initial(self) -> dict[str, Any]:
        return {"effective_on": self.today}

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        fields["after"].choices = [NOT_SAID, *legal_moves(self.project.status)]
        fields["effective_on"].widget.attrs["max"] = self.today.isoformat()

    def present_facts(self) -> list[tuple[Words, str, str]]:
        return [(_("Status"), "", self.project.get_status_display())]

    def perform(self, data: dict[str, Any]) -> Any:
        return status.move(
            project_id=self.project.pk,
            after=data["after"],
            effective_on=data["effective_on"],
            reason=data["reason"],
            next_step=data["next_step"],
            expected_on=data["expected_on"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class ConfirmQuote(OnProject):
    """Confirm that a quote of a plan speaks of this project, in one click."""

    name = "quote"
    action = Action.CONFIRM
    form_class = ConfirmOnlyForm
    title = _("Confirm the quote")
    button = _("Confirm the quote")
    done = _("The quote is confirmed.")
    anchor = "#quotes"
    link: CommitmentProject

    def load(self, **address: int) -> None:
        rows = CommitmentProject.objects.filter(project__in=self.projects())
        self.link = rows.select_related("commitment").get(pk=address["link_id"])
        self.project = self.projects().get(pk=self.link.project_id)

    def version(self) -> None:
        return None

    def key(self) -> str:
        return f"{self.name}-{self.link.pk}"

    def subject(self) -> str:
        return self.link.commitment.name

    def perform(self, data: dict[str, Any]) -> Any:
        return links.confirm_link(link_id=self.link.pk, actor=self.person, now=clock.now())
