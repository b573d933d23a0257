"""The commitments as they leave the system, and the proof that they say what the texts say."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from plans.models import Commitment, Plan
from projects.models import Project, ProjectDepartment

KEYS = (
    *("plan", "doc", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent", "regions", "sector", "facts"),
)


@dataclass(frozen=True)
class RegisterCheck:
    """What a check of the register found. `errors` are sentences; empty means sound."""

    plans: int
    commitments: int
    gaps: int
    set_aside: int
    projects: int
    by_kind: dict[str, int]
    by_status: dict[str, int]
    leads_proposed: int
    leads_confirmed: int
    without_lead: int
    errors: list[str]


def exported_commitments() -> Iterator[dict[str, Any]]:
    """A row per commitment of the real plans, by document and place; regions in the order in
    which the text names them."""
    named: dict[int, list[str]] = {}
    naming = Commitment.regions.through.objects.order_by("id")
    for commitment_id, code in naming.values_list("commitment_id", "region_id"):
        named.setdefault(commitment_id, []).append(code)
    rows = Commitment.objects.real().select_related("plan", "parent").defer("plan__text")
    for row in rows.order_by("plan__doc", "start", "end", "key"):
        yield {
            "plan": row.plan.number,
            "doc": row.plan.doc,
            "box": row.box,
            "box_title": row.box_title,
            "group": row.group,
            "name": row.name,
            "quote": row.quote,
            "start": row.start,
            "end": row.end,
            "level": row.level,
            "parent": row.parent.name if row.parent else "",
            "regions": named.get(row.pk, []),
            "sector": row.sector_id or "",
            "facts": row.facts,
        }


def check_register() -> RegisterCheck:
    """Prove every stored text and quote anew, and count what rests on them."""
    plans = {plan.pk: plan for plan in Plan.objects.real().order_by("doc")}
    commitments = list(Commitment.objects.real().order_by("plan_id", "start", "id"))
    projects = Project.objects.in_register().real()
    leads = ProjectDepartment.objects.filter(part=ProjectDepartment.Part.LEAD, project__in=projects)
    errors = [
        f"{plan.doc}: the stored text is not the one that was loaded"
        for plan in plans.values()
        if hashlib.sha256(plan.text.encode("utf-8")).hexdigest() != plan.sha256
    ]
    errors += [
        f"{one.key}: the text from {one.start} to {one.end} is not its quote"
        for one in commitments
        if plans[one.plan_id].text[one.start : one.end] != one.quote
    ]
    return RegisterCheck(
        plans=len(plans),
        commitments=len(commitments),
        gaps=Commitment.objects.real().without_project().count(),
        set_aside=sum(bool(one.set_aside_reason) for one in commitments),
        projects=projects.count(),
        by_kind=_counts(projects, "kind"),
        by_status=_counts(projects, "status"),
        leads_proposed=leads.filter(confirmed=False).count(),
        leads_confirmed=leads.filter(confirmed=True).count(),
        without_lead=projects.exclude(pk__in=leads.values("project")).count(),
        errors=errors,
    )


def _counts(projects: Any, column: str) -> dict[str, int]:
    return dict(projects.order_by(column).values_list(column).annotate(Count("id")))
