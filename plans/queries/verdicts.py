"""Verdicts as people read them: with quote, projects and files, with what a later plan carries on
and what an earlier one left, and with their history."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch

from plans.models import Commitment, Verdict
from plans.queries.closing import Line
from projects.models import Project
from projects.querysets import Person


@dataclass(frozen=True)
class DetailedLine:
    """A line with all that its reader sees of it."""

    line: Line
    commitment: Commitment
    projects: Sequence[Project]
    carried_from: Sequence[Verdict]

    @property
    def verdict(self) -> Verdict | None:
        """The confirmed verdict; one that was taken back is none."""
        found: Verdict | None = getattr(self.commitment, "verdict", None)
        return found if found is not None and found.kind else None


@dataclass(frozen=True)
class Judged:
    """What is known of a commitment's end: its confirmed verdict, and what it carries on from
    plans before."""

    verdict: Verdict | None = None
    carried_from: Sequence[Verdict] = ()


@dataclass(frozen=True)
class Said:
    """An entry of a verdict's history: who decided what, when and why; `kind` "" is taken back."""

    at: datetime
    by: str
    kind: str
    evidence: str
    reason: str

    @property
    def words(self) -> str:
        return str(Verdict.Kind(self.kind).label) if self.kind else ""


def detailed(user: Person, lines: Sequence[Line]) -> list[DetailedLine]:
    """The lines with quotes, projects, verdicts and what they are carried to and from."""
    ids = [line.id for line in lines]
    projects = Project.objects.visible_to(user).order_by("code", "id")
    rows = (
        Commitment.objects.filter(pk__in=ids)
        .select_related("plan", "section", "sector", "parent")
        .select_related("verdict__decided_by", "verdict__carried_to__plan")
        .defer("plan__text", "verdict__carried_to__plan__text")
        .prefetch_related(
            Prefetch("projects", projects, "shown_projects"), "regions", "verdict__files__evidence"
        )
    )
    commitments = {one.pk: one for one in rows}
    before = carried_from(user, ids)
    return [
        DetailedLine(
            line=line,
            commitment=commitments[line.id],
            projects=commitments[line.id].shown_projects,  # type: ignore[attr-defined]
            carried_from=before.get(line.id, ()),
        )
        for line in lines
        if line.id in commitments
    ]


def verdicts_of(user: Person, commitments: Iterable[Commitment]) -> dict[int, Judged]:
    """The confirmed verdict of each commitment, and what it carries on, in two queries."""
    ids = [one.pk for one in commitments]
    given = (
        Verdict.objects.filter(commitment__in=ids)
        .exclude(kind="")
        .select_related("decided_by", "carried_to__plan")
        .defer("carried_to__plan__text")
        .prefetch_related("files__evidence")
    )
    verdicts = {one.commitment_id: one for one in given}
    before = carried_from(user, ids)
    return {pk: Judged(verdicts.get(pk), before.get(pk, ())) for pk in ids}


def carried_from(user: Person, ids: Sequence[int]) -> dict[int, list[Verdict]]:
    """By commitment, the verdicts of earlier plans that name it as what carries theirs on."""
    visible = Commitment.objects.visible_to(user)
    rows = (
        Verdict.objects.filter(carried_to__in=ids, commitment__in=visible)
        .select_related("commitment__plan")
        .defer("commitment__plan__text")
        .order_by("commitment__plan__period_end", "id")
    )
    found: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in rows:
        found[verdict.carried_to_id or 0].append(verdict)
    return found


def said_of(verdict: Verdict) -> list[Said]:
    """The history of a verdict, the latest first."""
    events: Any = Verdict.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = (
        events.filter(pgh_obj_id=verdict.pk)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "kind", "evidence", F("pgh_context__metadata"))
    )
    return [
        Said(
            at=at,
            by=(metadata or {}).get("actor_name", ""),
            kind=kind,
            evidence=evidence,
            reason=(metadata or {}).get("reason", ""),
        )
        for at, kind, evidence, metadata in rows
    ]
