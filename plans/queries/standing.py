"""What became of commitments, counted: the figures on the library and on a plan's page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from plans.models import Commitment, CommitmentProject, Verdict
from projects.models import Project, Status
from projects.querysets import Person

FINISHED = frozenset({Verdict.Kind.DONE, Verdict.Kind.MOSTLY_DONE})
UNDATED_IS_RIGHT = frozenset({Status.PERFORMING, Status.CANCELLED, Status.SUSPENDED})


@dataclass(frozen=True)
class Standing:
    """Where one commitment stands today."""

    has_project: bool
    set_aside: bool
    done: bool
    late: bool
    without_date: bool

    @property
    def gap(self) -> bool:
        """Promised, and nobody has taken it up or set it aside."""
        return not self.has_project and not self.set_aside


@dataclass
class Tally:
    """How many commitments, and how many of them stand how. `late` and `without_date` speak of
    commitments with a project; one with several projects is late when one of them is, and done
    when all are."""

    commitments: int = 0
    with_project: int = 0
    gaps: int = 0
    set_aside: int = 0
    done: int = 0
    late: int = 0
    without_date: int = 0

    def add(self, standing: Standing) -> None:
        self.commitments += 1
        self.with_project += standing.has_project
        self.gaps += standing.gap
        self.set_aside += standing.set_aside
        self.done += standing.done
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
    projects: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    visible = links.filter(project__in=Project.objects.visible_to(user))
    for commitment, status, due in visible.order_by().values_list(
        "commitment_id", "project__status", "project__next_due_on"
    ):
        projects[commitment].append((status, due))
    rows = commitments.order_by().values_list("id", "set_aside_reason", "verdict__kind")
    return {
        pk: _standing(
            projects[pk], has_project=pk in taken_up, reason=reason, verdict=verdict, today=today
        )
        for pk, reason, verdict in rows
    }


def _standing(
    projects: Iterable[tuple[str, date | None]],
    *,
    has_project: bool,
    reason: str,
    verdict: str | None,
    today: date,
) -> Standing:
    found = list(projects)
    performing = [status == Status.PERFORMING for status, _due in found]
    return Standing(
        has_project=has_project,
        set_aside=bool(reason),
        done=verdict in FINISHED or (bool(found) and all(performing)),
        late=any(due is not None and due < today for _status, due in found),
        without_date=any(due is None and status not in UNDATED_IS_RIGHT for status, due in found),
    )
