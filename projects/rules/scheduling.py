"""Laying a schedule backwards from the finish 「倒排工期」.

A step ends so many working days after the last of its predecessors. Pure functions over the
working calendar; durations are the template's planning defaults.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.errors import RuleViolation
from directory.rules.working_days import WorkingCalendar


@dataclass(frozen=True)
class Step:
    """A step of a schedule: `duration` working days after its predecessors have ended."""

    key: str
    duration: int
    predecessors: Sequence[str] = ()


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Steps with every predecessor before its successors.

    Raises RuleViolation `schedule_cycle` with the path when they form a circle, and `invalid`
    when a predecessor is not among them.
    """
    by_key = {step.key: step for step in steps}
    ordered: dict[str, Step] = {}
    on_path: list[str] = []

    def visit(key: str) -> None:
        if key in ordered:
            return
        if key not in by_key:
            raise RuleViolation("invalid", field="predecessors", params={"detail": key})
        if key in on_path:
            path = " → ".join([*on_path[on_path.index(key) :], key])
            raise RuleViolation("schedule_cycle", field="predecessors", params={"path": path})
        on_path.append(key)
        for predecessor in by_key[key].predecessors:
            visit(predecessor)
        on_path.pop()
        ordered[key] = by_key[key]

    for key in by_key:
        visit(key)
    return list(ordered.values())


def backwards(
    steps: Sequence[Step], *, finish_on: date, calendar: WorkingCalendar
) -> Mapping[str, date]:
    """The latest day on which each step may end so that all is finished on `finish_on`.

    A finish on a day off is moved back to the working day before it.
    """
    finish = calendar.previous_working_day(finish_on)
    latest: dict[str, date] = {}
    for step in reversed(in_order(steps)):
        end = latest.setdefault(step.key, finish)
        begin = calendar.add(end, -step.duration)
        for predecessor in step.predecessors:
            latest[predecessor] = min(latest.get(predecessor, finish), begin)
    return latest
