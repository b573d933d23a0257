"""What became of commitments: how each stands today, counted and asked for.

Figures and the lists behind them agree: `standings` and `standing_as` are two sides of the same
questions, and a test holds them against each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from plans.models import Commitment, CommitmentProject, Verdict
from plans.querysets import CommitmentQuerySet
from projects.models import Light, Project, Status
from projects.querysets import Person, without_schedule_q
from projects.rules.statuses import WITHOUT_DATES

FINISHED = frozenset({Verdict.Kind.DONE, Verdict.Kind.MOSTLY_DONE})
STARTED = frozenset({Status.CONSTRUCTION, Status.PERFORMING})
WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
KINDS = ("project", "gap", "set_aside", "started", "late", "undated", "done")
"""What a list of commitments can be asked for, beside all of them."""


@dataclass(frozen=True)
class Standing:
    """Where one commitment stands today. `light` is the worst of its projects', "" where none is
    to be seen; `days_late` the most that one of them is late."""

    has_project: bool
    set_aside: bool
    done: bool
    late: bool
    without_date: bool
    started: bool = False
    light: str = ""
    status: str = ""
    days_late: int = 0

    @property
    def gap(self) -> bool:
        """Promised, and nobody has taken it up or set it aside."""
        return not self.has_project and not self.set_aside

    @property
    def is_open(self) -> bool:
        """Whether no project rests on it, whatever the reason."""
        return not self.has_project

    @property
    def mark(self) -> str:
        """How it is marked in the text: a light, or what it has instead of one."""
        if self.done:
            return "done"
        if self.set_aside and not self.has_project:
            return "aside"
        if self.gap:
            return "gap"
        return self.light or "elsewhere"

    def is_a(self, kind: str) -> bool:
        """Whether it belongs to one of KINDS."""
        return {
            "project": self.has_project,
            "gap": self.gap,
            "set_aside": self.set_aside,
            "started": self.started,
            "late": self.late,
            "undated": self.without_date,
            "done": self.done,
        }[kind]


@dataclass
class Tally:
    """How many commitments, and how many of them stand how. `started`, `late` and `without_date`
    speak of commitments with a project; one with several projects is started or late when one of
    them is, and done when all are."""

    commitments: int = 0
    with_project: int = 0
    gaps: int = 0
    set_aside: int = 0
    done: int = 0
    started: int = 0
    late: int = 0
    without_date: int = 0

    def add(self, standing: Standing) -> None:
        self.commitments += 1
        self.with_project += standing.has_project
        self.gaps += standing.gap
        self.set_aside += standing.set_aside
        self.done += standing.done
        self.started += standing.started
        self.late += standing.late
        self.without_date += standing.without_date


def standings(
    user: Person, commitments: QuerySet[Commitment], *, today: date
) -> Mapping[int, Standing]:
    """Where each of the commitments stands, by id. That something rests on it everybody may know,
    or another city's plan would look like one gap; how that stands only who may see the project.

    Three queries, however many there are.
    """
    links = CommitmentProject.objects.filter(
        commitment__in=commitments, project__withdrawn_at__isnull=True
    )
    taken_up = set(links.order_by().values_list("commitment_id", flat=True))
    projects: dict[int, list[tuple[str, date | None, str]]] = defaultdict(list)
    visible = links.filter(project__in=Project.objects.visible_to(user))
    for commitment, status, due, light in visible.order_by().values_list(
        "commitment_id", "project__status", "project__next_due_on", "project__light"
    ):
        projects[commitment].append((status, due, light))
    rows = commitments.order_by().values_list("id", "set_aside_reason", "verdict__kind")
    return {
        pk: _standing(
            projects[pk], has_project=pk in taken_up, reason=reason, verdict=verdict, today=today
        )
        for pk, reason, verdict in rows
    }


def _standing(
    projects: Iterable[tuple[str, date | None, str]],
    *,
    has_project: bool,
    reason: str,
    verdict: str | None,
    today: date,
) -> Standing:
    found = list(projects)
    performing = [status == Status.PERFORMING for status, _due, _light in found]
    days = [(today - due).days for _status, due, _light in found if due is not None]
    worst = min(found, key=lambda one: WORST_FIRST.index(Light(one[2])), default=None)
    return Standing(
        has_project=has_project,
        set_aside=bool(reason),
        done=verdict in FINISHED or (bool(found) and all(performing)),
        late=any(late > 0 for late in days),
        without_date=any(
            due is None and status not in WITHOUT_DATES for status, due, _light in found
        ),
        started=any(status in STARTED for status, _due, _light in found),
        light=worst[2] if worst else "",
        status=worst[0] if worst else "",
        days_late=max([0, *days]),
    )


def standing_as(
    commitments: CommitmentQuerySet, kind: str, *, user: Person, today: date
) -> CommitmentQuerySet:
    """The commitments that stand so, one of KINDS; as many as `standings` counts."""
    links = CommitmentProject.objects.filter(
        commitment=OuterRef("pk"), project__withdrawn_at__isnull=True
    )
    seen = Project.objects.visible_to(user)
    visible = links.filter(project__in=seen)
    match kind:
        case "gap":
            return commitments.without_project()
        case "set_aside":
            return commitments.exclude(set_aside_reason="")
        case "started":
            return commitments.filter(Exists(visible.filter(project__status__in=STARTED)))
        case "late":
            late = seen.late(today)
            return commitments.filter(Exists(links.filter(project__in=late)))
        case "undated":
            undated = seen.filter(without_schedule_q())
            return commitments.filter(Exists(links.filter(project__in=undated)))
        case "done":
            going_on = visible.exclude(project__status=Status.PERFORMING)
            return commitments.filter(
                Q(verdict__kind__in=FINISHED) | (Exists(visible) & ~Exists(going_on))
            )
        case _:
            return commitments.filter(Exists(links))
