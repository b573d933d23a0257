"""What became of a commitment by what the register knows, as a proposal to a person.

A verdict speaks of the end of the plan's period: what went into operation after it was still
being built then. A status that nobody has confirmed proves nothing. Nothing proposed here counts
before a person confirms it. The sentences are written in Chinese, because with the confirmation
they become the verdict's evidence, which is data.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plans.models.commitment import VerdictKind
from projects.models import Status

DONE, MOSTLY_DONE = VerdictKind.DONE, VerdictKind.MOSTLY_DONE
CARRIED_OVER, NOT_STARTED = VerdictKind.CARRIED_OVER, VerdictKind.NOT_STARTED
CANCELLED = VerdictKind.CANCELLED

FINISHED = frozenset({DONE, MOSTLY_DONE})
GOES_ON = frozenset({CARRIED_OVER, NOT_STARTED})
"""What the next plan may carry on."""
WORDS = {
    DONE: "完成",
    MOSTLY_DONE: "基本完成",
    CARRIED_OVER: "在建结转",
    NOT_STARTED: "未开工",
    CANCELLED: "取消",
}
POOLS = {
    Status.CONCEIVED: "谋划库",
    Status.RESERVE: "储备库",
    Status.CONSTRUCTION: "建设库",
    Status.PERFORMING: "达效库",
    Status.SUSPENDED: "缓建",
    Status.CANCELLED: "已调出",
}


@dataclass(frozen=True)
class Known:
    """What the register knows of a project."""

    code: str
    name: str
    status: str
    confirmed: bool
    started_on: date | None = None
    operating_on: date | None = None


@dataclass(frozen=True)
class Proposed:
    """A verdict that the register's facts suggest (kind "" when they suggest none), and the
    sentence that says why."""

    kind: str
    sentence: str

    @property
    def words(self) -> str:
        """The proposed verdict in a word, in the reader's language."""
        return str(VerdictKind(self.kind).label) if self.kind else ""


def is_over(period_end: int | None, *, today: date) -> bool:
    """Whether the period of a plan is over, so that its commitments can be judged."""
    return period_end is not None and period_end < today.year


def is_later(period_end: int | None, than: int | None) -> bool:
    """Whether a plan's period ends after another's, so that it can carry on what that one left."""
    return period_end is not None and than is not None and period_end > than


def of_projects(projects: Sequence[Known], *, hidden: int, period_end: int) -> Proposed:
    """What the projects behind a commitment suggest; `hidden` counts those that its reader may
    not see, of which nothing is told."""
    if hidden:
        return Proposed("", "承接项目不在您的查看范围内")
    if not projects:
        return Proposed("", "没有项目承接本条目")
    each = [of_project(one, period_end=period_end) for one in projects]
    unclear = [one.sentence for one in each if not one.kind]
    if unclear:
        return Proposed("", "；".join(unclear))
    return Proposed(combined(one.kind for one in each), "；".join(one.sentence for one in each))


def of_project(project: Known, *, period_end: int) -> Proposed:
    """What one project suggests."""
    words = f"项目“{project.name}”（{project.code}）"
    pool = POOLS[Status(project.status)]
    if not project.confirmed:
        return Proposed("", f"{words}的状态（{pool}）尚未确认")
    end = date(period_end, 12, 31)
    match project.status:
        case Status.PERFORMING:
            return _performing(project, words, end)
        case Status.CONSTRUCTION:
            return _in_construction(project, words, end)
        case Status.CONCEIVED | Status.RESERVE:
            return Proposed(NOT_STARTED, f"{words}在{pool}，规划期内未开工")
        case Status.CANCELLED:
            return Proposed(CANCELLED, f"{words}已调出")
        case _:
            return Proposed("", f"{words}缓建，须核实规划期末的进展")


def _performing(project: Known, words: str, end: date) -> Proposed:
    on = project.operating_on
    if on is None:
        return Proposed(DONE, f"{words}已达效")
    if on > end:
        return Proposed(CARRIED_OVER, f"{words}{_day(on)}投产，规划期末尚在建设")
    return Proposed(DONE, f"{words}{_day(on)}投产，已达效")


def _in_construction(project: Known, words: str, end: date) -> Proposed:
    on = project.started_on
    if on is None:
        return Proposed(CARRIED_OVER, f"{words}在建设库，规划期末尚未建成")
    if on > end:
        return Proposed(NOT_STARTED, f"{words}{_day(on)}开工，规划期内未开工")
    return Proposed(CARRIED_OVER, f"{words}{_day(on)}开工，规划期末尚未建成")


def of_members(kinds: Sequence[str]) -> Proposed:
    """What the members of a programme suggest, by the verdict of each: the confirmed one, else
    the proposed one, "" where there is neither."""
    unclear = sum(not kind for kind in kinds)
    if unclear:
        return Proposed("", f"{len(kinds)} 个子项中 {unclear} 个待核实")
    counts = Counter(kinds)
    parts = "，".join(f"{WORDS[one]} {counts[one]} 个" for one in VerdictKind if counts[one])
    return Proposed(combined(kinds), f"{len(kinds)} 个子项：{parts}")


def combined(kinds: Iterable[str]) -> str:
    """One verdict for several parts: what was cancelled leaves the others to decide, who are then
    at best mostly done; parts that differ go on as a whole."""
    found = set(kinds)
    left = found - {CANCELLED}
    if not left:
        return CANCELLED
    if left == {DONE}:
        return MOSTLY_DONE if CANCELLED in found else DONE
    if left <= FINISHED:
        return MOSTLY_DONE
    return NOT_STARTED if left == {NOT_STARTED} else CARRIED_OVER


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
