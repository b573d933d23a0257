"""What the plan office does with the numbers that a plan promises."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory import clock
from plans import policy
from plans.models import CountPromise, Plan
from plans.services import counts
from web import worlds
from web.forms import places
from web.forms.acting import ActingForm
from web.forms.commitments import ReasonForm
from web.forms.counts import CountForm
from web.views.acting.base import Act

FIELDS = (
    *("quote", "what", "scope", "number", "number_most", "yearly", "by_year", "sectors"),
    "note",
)


class OnPlan(Act):
    """An act on a plan's promised numbers, for the plan office of its region."""

    template_name = "web/counts/act.html"
    plan: Plan

    def load(self, **address: int) -> None:
        rows = Plan.objects.visible_to(self.person).without_text().select_related("region")
        self.plan = rows.get(pk=address["plan_id"])

    def may(self) -> bool:
        return policy.may_decide(self.person, self.plan.region)

    def version(self) -> int | None:
        return None

    def key(self) -> str:
        return f"{self.name}-{self.plan.pk}"

    def subject(self) -> str:
        return self.plan.title

    def is_fictitious(self) -> bool:
        return worlds.is_fictitious_code(self.plan.region_id)

    def home(self) -> str:
        return reverse("web:plan_counts", args=[self.plan.pk])

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        if "sectors" in fields:
            fields["sectors"].choices = places.sectors()


class State(OnPlan):
    """State a number that the plan promises."""

    name = "state-count"
    form_class = CountForm
    title = _("State a promised number")
    button = _("State it")
    done = _("The promised number is stated.")

    def initial(self) -> dict[str, Any]:
        return {"by_year": self.plan.period_end}

    def perform(self, data: dict[str, Any]) -> Any:
        return counts.state_count_promise(
            plan_id=self.plan.pk,
            values={name: data[name] for name in FIELDS},
            actor=self.person,
            now=clock.now(),
        )


class OnPromise(OnPlan):
    """An act on one promised number."""

    promise: CountPromise

    def load(self, **address: int) -> None:
        plans = Plan.objects.visible_to(self.person).without_text()
        self.promise = CountPromise.objects.get(plan__in=plans, pk=address["promise_id"])
        super().load(plan_id=self.promise.plan_id)

    def version(self) -> int:
        return self.promise.version

    def key(self) -> str:
        return f"{self.name}-{self.promise.pk}"

    def subject(self) -> str:
        return self.promise.what


class Change(OnPromise):
    """Say a promised number otherwise."""

    name = "change-count"
    form_class = CountForm
    title = _("Change the promised number")
    button = _("Save the change of the number")
    done = _("The promised number is changed.")

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.promise, name) for name in FIELDS}

    def present(self) -> dict[str, Any]:
        return self.initial()

    def perform(self, data: dict[str, Any]) -> Any:
        return counts.change_count_promise(
            promise_id=self.promise.pk,
            values={name: data[name] for name in FIELDS},
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class Drop(OnPromise):
    """Say that the plan promises no such number."""

    name = "drop-count"
    form_class = ReasonForm
    title = _("Drop the promised number")
    button = _("Drop it")
    done = _("The promised number is dropped.")

    def perform(self, data: dict[str, Any]) -> Any:
        return counts.drop_count_promise(
            promise_id=self.promise.pk,
            reason=data["reason"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )
