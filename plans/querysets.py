"""Which plans and commitments exist for whom.

Plans are public documents: whoever logs in may read those of their world. A real city's people
never meet the demonstration city's plans, nor the other way round. What is on its way in is the
plan office's own until it is registered.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from directory.models import FICTITIOUS_PREFIX, Role, User, region_prefix
from projects.models import Project
from projects.querysets import Person, home_region, in_world, sees_everything

if TYPE_CHECKING:
    from plans.models import Commitment, Indicator, Intake, Plan  # noqa: F401

TAKING_IN = frozenset({Role.ADMINISTRATOR, Role.PLAN_OFFICE})
"""Who hands in plan documents and reviews what was read in them."""


def resting_on(projects: "QuerySet[Project]", plan_id: int) -> "QuerySet[Project]":
    """Of these projects those that rest on a commitment of a plan."""
    from plans.models import CommitmentProject

    links = CommitmentProject.objects.filter(commitment__plan=plan_id)
    return projects.filter(id__in=links.values("project"))


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plan documents, narrowed by the questions that people ask."""

    def visible_to(self, user: Person) -> "PlanQuerySet":
        """The plans that a person may read."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(in_world(user, region="region__code"))

    def real(self) -> "PlanQuerySet":
        """Not the demonstration city's."""
        return self.exclude(region__code__startswith=FICTITIOUS_PREFIX)

    def without_text(self) -> "PlanQuerySet":
        """Without the full text, which lists and outlines have no use for."""
        return self.defer("text")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments, narrowed by the questions that people ask."""

    def visible_to(self, user: Person) -> "CommitmentQuerySet":
        """The commitments of the plans that a person may read."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(in_world(user, region="plan__region__code"))

    def real(self) -> "CommitmentQuerySet":
        """Of real plans, not of the demonstration city's."""
        return self.exclude(plan__region__code__startswith=FICTITIOUS_PREFIX)

    def without_project(self) -> "CommitmentQuerySet":
        """The gap list: promised, not set aside, and nothing in the register rests on it."""
        from plans.models import CommitmentProject

        links = CommitmentProject.objects.filter(
            commitment=OuterRef("pk"), project__withdrawn_at__isnull=True
        )
        return self.filter(~Exists(links), set_aside_reason="")

    def within(self, start: int, end: int) -> "CommitmentQuerySet":
        """Whose quotes stand in this extent of the text."""
        return self.filter(start__gte=start, end__lte=end)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators, narrowed by the questions that people ask."""

    def visible_to(self, user: Person) -> "IndicatorQuerySet":
        """The indicators of the plans that a person may read."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(in_world(user, region="plan__region__code"))

    def real(self) -> "IndicatorQuerySet":
        """Of real plans, not of the demonstration city's."""
        return self.exclude(plan__region__code__startswith=FICTITIOUS_PREFIX)

    def as_printed(self) -> "IndicatorQuerySet":
        """In the order in which the plans print them."""
        return self.order_by("plan__doc", "start", "order", "id")


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Plan documents on their way into the register."""

    def visible_to(self, user: Person) -> "IntakeQuerySet":
        """Those of the regions that a plan office runs."""
        if not isinstance(user, User) or not user.is_active or user.role not in TAKING_IN:
            return self.none()
        if sees_everything(user):
            return self.all()
        home = home_region(user)
        return self.filter(region__code__startswith=region_prefix(home)) if home else self.none()

    def without_text(self) -> "IntakeQuerySet":
        """Without the full text, which lists and pages of a part have no use for."""
        return self.defer("text", "pages", "sections", "indicators")
