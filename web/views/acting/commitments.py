"""What the plan office does with a commitment: make a project of it, link one to it, set it
aside and bring it back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import RuleViolation
from plans import policy
from plans.models import Commitment, CommitmentProject
from plans.queries.gaps import likely_projects
from plans.services import gaps
from projects.models import Project, Sector
from web import worlds
from web.forms import places
from web.forms.acting import ActingForm
from web.forms.commitments import LinkForm, ReasonForm, TakeUpForm
from web.forms.register import NOT_SAID
from web.views.acting.base import Act


class OnCommitment(Act):
    """An act on one commitment, for the plan office of its plan's region."""

    template_name = "web/commitment/act.html"
    commitment: Commitment

    def load(self, **address: int) -> None:
        rows = Commitment.objects.visible_to(self.person).defer("plan__text")
        rows = rows.select_related("plan__region", "section", "sector")
        self.commitment = rows.get(pk=address["commitment_id"])

    def may(self) -> bool:
        return policy.may_decide(self.person, self.commitment.plan.region)

    def version(self) -> int:
        return self.commitment.version

    def key(self) -> str:
        return f"{self.name}-{self.commitment.pk}"

    def subject(self) -> str:
        return self.commitment.name

    def is_fictitious(self) -> bool:
        return worlds.is_fictitious_code(self.commitment.plan.region_id)

    def home(self) -> str:
        return reverse("web:commitment", args=[self.commitment.pk])

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        """What every service is told."""
        return {
            "commitment_id": self.commitment.pk,
            "version": data["version"],
            "actor": self.person,
            "now": clock.now(),
        }


class TakeUp(OnCommitment):
    """Make a project of a commitment."""

    name = "take-up"
    form_class = TakeUpForm
    title = _("Make a project of it")
    button = _("Make the project")
    done = _("The project stands in the register; its owner and status wait to be confirmed.")

    def initial(self) -> dict[str, Any]:
        return {"name": self.commitment.name, "sector": self.commitment.sector_id}

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        fields["sector"].choices = places.sectors()

    def perform(self, data: dict[str, Any]) -> Any:
        sector = Sector.objects.get(pk=data["sector"])
        return gaps.take_up(name=data["name"], sector=sector, **self.said(data))


class Link(OnCommitment):
    """Rest a project of the register on a commitment."""

    name = "link"
    form_class = LinkForm
    title = _("Link a project of the register")
    button = _("Link the project")
    done = _("The project is linked.")

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        fields["project"].choices = [
            NOT_SAID,
            *(
                (str(one.project.pk), _label(one.project))
                for one in likely_projects(self.person, self.commitment)
            ),
        ]

    def perform(self, data: dict[str, Any]) -> Any:
        return gaps.link(project_id=self._project_id(data), **self.said(data))

    def _project_id(self, data: dict[str, Any]) -> int:
        if not data["code"]:
            return int(data["project"])
        found = self.projects().filter(code=data["code"].strip()).first()
        if found is None:
            raise RuleViolation(
                "commitment_project_unknown", field="code", params={"code": data["code"]}
            )
        return int(found.pk)


def _label(project: Project) -> str:
    return f"{project.code} {project.name} · {project.region.name} · {project.get_status_display()}"


class SetAside(OnCommitment):
    """Say why no project is to be expected of a commitment."""

    name = "set-aside"
    form_class = ReasonForm
    title = _("Set aside with a reason")
    button = _("Set it aside")
    done = _("The commitment is set aside.")

    def perform(self, data: dict[str, Any]) -> Any:
        return gaps.set_aside(reason=data["reason"], **self.said(data))


class BringBack(OnCommitment):
    """Expect a project of a commitment again."""

    name = "bring-back"
    form_class = ReasonForm
    title = _("Bring it back")
    button = _("Bring it back")
    done = _("The commitment is expected to become a project again.")

    def perform(self, data: dict[str, Any]) -> Any:
        return gaps.bring_back(reason=data["reason"], **self.said(data))


class Unlink(OnCommitment):
    """Say that a project does not rest on a commitment after all."""

    name = "unlink"
    form_class = ReasonForm
    title = _("Take the link away")
    button = _("Take the link away")
    done = _("The project no longer rests on this commitment.")
    link: CommitmentProject

    def load(self, **address: int) -> None:
        rows = CommitmentProject.objects.filter(project__in=self.projects())
        self.link = rows.select_related("project").get(pk=address["link_id"])
        super().load(commitment_id=self.link.commitment_id)

    def subject(self) -> str:
        return self.link.project.name

    def version(self) -> None:  # type: ignore[override]
        return None

    def key(self) -> str:
        return f"{self.name}-{self.link.pk}"

    def perform(self, data: dict[str, Any]) -> Any:
        return gaps.unlink(
            link_id=self.link.pk, reason=data["reason"], actor=self.person, now=clock.now()
        )
