"""What the plan office does when it closes a plan: confirm what is proposed, decide otherwise,
change a verdict, take it back."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import RuleViolation
from plans import policy
from plans.models import Commitment, Plan, Verdict
from plans.queries.carrying import Candidate, candidates, has_later_plan, later_by_key
from plans.queries.closing import Line, proposals
from plans.queries.verdicts import said_of
from plans.rules.closing import Proposed, is_over
from plans.services import verdicts
from web import worlds
from web.filters import Asking
from web.filters.closing import Question
from web.forms.acting import ActingForm
from web.forms.verdicts import (
    ChangeVerdictForm,
    OneProposedForm,
    ProposedForm,
    TakeBackForm,
    VerdictForm,
)
from web.views.acting.base import Act, Words
from web.views.acting.milestones import uploads
from web.views.closing import found_closing

OF_A_FILE = frozenset({"evidence_type", "evidence_size", "verdict_file_without_project"})
"""Refusals that belong to the files of the form."""


class OnPlan(Act):
    """An act on a plan that is closed, or on one of its commitments."""

    plan: Plan

    def may(self) -> bool:
        return policy.may_judge(self.person, self.plan.region)

    def is_fictitious(self) -> bool:
        return worlds.is_fictitious_code(self.plan.region_id)

    def home(self) -> str:
        return reverse("web:closing", args=[self.plan.pk])

    def refusal(self) -> RuleViolation | None:
        """Only a plan whose period is over is closed."""
        if self.plan.period_end is None:
            return RuleViolation("verdict_no_period")
        if not is_over(self.plan.period_end, today=self.today):
            return RuleViolation("verdict_period_open", params={"year": self.plan.period_end})
        return None

    def version(self) -> int | None:
        return None


class OnCommitment(OnPlan):
    """An act on one commitment's verdict."""

    template_name = "web/closing/act.html"
    commitment: Commitment

    def load(self, **address: int) -> None:
        rows = (
            Commitment.objects.visible_to(self.person)
            .select_related("plan__region", "section", "sector", "verdict__carried_to")
            .defer("plan__text", "verdict__carried_to__quote")
        )
        self.commitment = rows.get(pk=address["commitment_id"])
        self.plan = self.commitment.plan

    @property
    def given(self) -> Verdict | None:
        """The verdict as stored, also one that was taken back."""
        return getattr(self.commitment, "verdict", None)

    def refusal(self) -> RuleViolation | None:
        if self.commitment.set_aside_reason:
            return RuleViolation("verdict_set_aside", params={"name": self.commitment.name})
        return super().refusal()

    def version(self) -> int | None:
        return self.given.version if self.given else 0

    def key(self) -> str:
        return f"{self.name}-{self.commitment.pk}"

    def home(self) -> str:
        return f"{super().home()}#v{self.commitment.pk}"

    def subject(self) -> str:
        return self.commitment.name

    def present(self) -> dict[str, Any]:
        if self.given is None:
            return {}
        return {"kind": self.given.kind, "evidence": self.given.evidence}


class Judge(OnCommitment):
    """Say what became of a commitment, as proposed or otherwise."""

    name = "judge"
    form_class: type[ActingForm] = VerdictForm
    title = _("Verdict")
    button = _("Confirm the verdict")
    done = _("The verdict is confirmed.")
    service: Any = staticmethod(verdicts.give_verdict)

    def load(self, **address: int) -> None:
        super().load(**address)
        self.offered: list[Candidate] | None = None

    def refusal(self) -> RuleViolation | None:
        if self.given is not None and self.given.kind:
            return RuleViolation("verdict_given", params={"name": self.commitment.name})
        return super().refusal()

    def proposed(self) -> Proposed:
        """What the register suggests, for a person to look at."""
        return proposals(self.person, self.plan).get(self.commitment.pk, Proposed("", ""))

    def initial(self) -> dict[str, Any]:
        proposed = self.proposed()
        return {"kind": proposed.kind, "evidence": proposed.sentence if proposed.kind else ""}

    def candidates(self) -> list[Candidate]:
        """What a later plan offers for going on."""
        if self.offered is None:
            self.offered = candidates(self.person, self.commitment)
            self._add_present()
        return self.offered

    def _add_present(self) -> None:
        """For a change: what carries it on now stands among the choices."""

    def prepare(self, form: ActingForm) -> None:
        fields: dict[str, Any] = form.fields
        fields["kind"].choices = [("", gettext("choose")), *Verdict.Kind.choices]
        fields["carried_to"].choices = [
            ("", gettext("nothing")),
            *((one.commitment.pk, one.commitment.name) for one in self.candidates()),
        ]
        if not self.commitment.projects.visible_to(self.person).exists():
            del fields["attached"]

    def context(self, form: ActingForm) -> dict[str, Any]:
        return {
            "proposed": self.proposed(),
            "proposed_words": self.proposed().words or gettext("nothing"),
            "candidates": self.candidates(),
            "later": has_later_plan(self.person, self.plan),
            "chosen": str(form["carried_to"].value() or ""),
            "said": said_of(self.given) if self.given else [],
        }

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        """What the service is told."""
        carried_to = data["carried_to"]
        if data["carried_key"]:
            found = later_by_key(self.person, self.plan, data["carried_key"])
            if found is None:
                raise RuleViolation("not_found", field="carried_key")
            carried_to = found.pk
        return {
            "commitment_id": self.commitment.pk,
            "kind": data["kind"],
            "evidence": data["evidence"],
            "carried_to_id": carried_to,
            "files": uploads(data.get("attached", [])),
            "version": data["version"],
        }

    def perform(self, data: dict[str, Any]) -> Any:
        try:
            return self.service(**self.values(data), actor=self.person, now=clock.now())
        except RuleViolation as refusal:
            if refusal.code in OF_A_FILE:
                refusal.field = "attached"
            raise


class ChangeVerdict(Judge):
    """Change a verdict, with a reason; what it was stays in its history."""

    name = "change-verdict"
    form_class = ChangeVerdictForm
    title = _("Change the verdict")
    button = _("Save the change")
    done = _("The verdict is changed; what it was stays in its history.")
    service = staticmethod(verdicts.change_verdict)

    def refusal(self) -> RuleViolation | None:
        if self.given is None or not self.given.kind:
            return RuleViolation("verdict_none", params={"name": self.commitment.name})
        return OnCommitment.refusal(self)

    def initial(self) -> dict[str, Any]:
        carried = self.given.carried_to_id if self.given else None
        return {**self.present(), "carried_to": carried}

    def _add_present(self) -> None:
        target = self.given.carried_to if self.given else None
        offered = self.offered or []
        if target is not None and target.pk not in {one.commitment.pk for one in offered}:
            self.offered = [Candidate.chosen(target), *offered]

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        return super().values(data) | {"reason": data["reason"]}


class ConfirmOne(OnCommitment):
    """Confirm what is proposed for one commitment, as it was shown."""

    name = "confirm-one"
    form_class = OneProposedForm
    title = _("Confirm what is proposed")
    button = _("Confirm")
    done = _("The verdict is confirmed.")

    def refusal(self) -> RuleViolation | None:
        if not self.proposed.kind:
            return RuleViolation("verdict_nothing_proposed")
        return super().refusal()

    @cached_property
    def proposed(self) -> Proposed:
        """What the register suggests now."""
        return proposals(self.person, self.plan).get(self.commitment.pk, Proposed("", ""))

    def initial(self) -> dict[str, Any]:
        return {"kind": self.proposed.kind}

    def context(self, form: ActingForm) -> dict[str, Any]:
        return {
            "proposed": self.proposed,
            "proposed_words": self.proposed.words or gettext("nothing"),
        }

    def perform(self, data: dict[str, Any]) -> Any:
        return verdicts.confirm_proposed(
            plan_id=self.plan.pk,
            seen={self.commitment.pk: data["kind"]},
            actor=self.person,
            now=clock.now(),
        )


class TakeBack(OnCommitment):
    """Take a verdict back: the commitment is to be verified again."""

    name = "take-back"
    form_class = TakeBackForm
    title = _("Take the verdict back")
    button = _("Take it back")
    done = _("The verdict is taken back; the commitment is to be verified again.")

    def refusal(self) -> RuleViolation | None:
        if self.given is None or not self.given.kind:
            return RuleViolation("verdict_none", params={"name": self.commitment.name})
        return super().refusal()

    def context(self, form: ActingForm) -> dict[str, Any]:
        return {"said": said_of(self.given) if self.given else []}

    def perform(self, data: dict[str, Any]) -> Any:
        return verdicts.take_back_verdict(
            commitment_id=self.commitment.pk,
            reason=data["reason"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class ConfirmProposed(OnPlan):
    """Confirm many proposals at once, after one has seen which and how many."""

    name = "confirm-proposed"
    form_class = ProposedForm
    template_name = "web/closing/confirm.html"
    title = _("Confirm what is proposed")
    done = _("What was proposed is confirmed.")

    def load(self, **address: int) -> None:
        self.closing = found_closing(self.person, address["plan_id"])
        self.plan = self.closing.plan

    def key(self) -> str:
        return f"{self.name}-{self.plan.pk}"

    @property
    def query(self) -> QueryDict:
        """The filters within which one confirms."""
        if self.request.method == "POST":
            return QueryDict(self.request.POST.get("query", ""))
        return self.request.GET

    @cached_property
    def waiting(self) -> list[Line]:
        """The lines whose proposals wait to be confirmed."""
        question = Question(self.closing, self.query, Asking(self.person, self.today))
        return [line for line in question.rows if line.waits]

    def refusal(self) -> RuleViolation | None:
        if not self.waiting:
            return super().refusal() or RuleViolation("verdict_nothing_proposed")
        return super().refusal()

    def initial(self) -> dict[str, Any]:
        """The list as it is shown is what is confirmed, and nothing that comes to it later."""
        seen = ",".join(f"{line.id}:{line.proposed.kind}" for line in self.waiting)
        return {"seen": seen, "query": self.query.urlencode()}

    def show(self, form: ActingForm, **said: Any) -> Any:
        self.errors: list[Any] = []
        if form.is_bound:
            # What is shown after a refusal is the list as it is now.
            fresh = self.make_form()
            fresh.initial["next"] = form.data.get("next", "")
            self.errors = [error for errors in form.errors.values() for error in errors]
            form = fresh
        return super().show(form, **said)

    def context(self, form: ActingForm) -> dict[str, Any]:
        counts = Counter(line.proposed.kind for line in self.waiting)
        return {
            "plan": self.plan,
            "waiting": self.waiting,
            "counts": [(kind.label, counts[kind]) for kind in Verdict.Kind if counts[kind]],
            "errors": self.errors,
        }

    @property
    def button(self) -> Words:  # type: ignore[override]
        count = len(self.waiting)
        return ngettext("Confirm %(count)d verdict", "Confirm %(count)d verdicts", count) % {
            "count": count
        }

    def perform(self, data: dict[str, Any]) -> Any:
        return verdicts.confirm_proposed(
            plan_id=self.plan.pk, seen=data["seen"], actor=self.person, now=clock.now()
        )
