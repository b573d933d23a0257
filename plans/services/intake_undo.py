"""Taking back the last act of one's own in a review."""

from datetime import datetime

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import unit_of_work
from plans.models import IntakeAct, IntakeRow
from plans.services.intake import locked_intake
from plans.services.intake_review import RowChanged


def undo(*, intake_id: int, actor: User, now: datetime) -> IntakeAct:
    """Put the rows of one's last act back to what they were before it.

    Only one's own acts, the latest first. Raises `intake_nothing_to_undo`, RowChanged when
    somebody has gone on with one of the rows, or `intake_row_registered`.
    """
    with unit_of_work("intake.undo", actor=actor, now=now) as work:
        intake = locked_intake(intake_id, actor=actor)
        acts = IntakeAct.objects.select_for_update(of=("self",))
        act = acts.filter(intake=intake, actor=actor, undone_at=None).order_by("-id").first()
        if act is None:
            raise RuleViolation("intake_nothing_to_undo")
        columns: set[str] = set()
        told = {change["row"]: change for change in act.changes}
        rows = list(
            IntakeRow.objects.select_for_update(of=("self",)).filter(pk__in=told).order_by("id")
        )
        for row in rows:
            change = told[row.pk]
            if row.commitment_id is not None:
                raise RuleViolation("intake_row_registered", params={"name": row.name})
            if row.version != change["version"]:
                raise RowChanged(row, seen=change["version"])
            before = change["before"] or {"state": IntakeRow.State.GONE}
            for column, value in before.items():
                if getattr(row, column) != value:
                    columns.add(column)
                    setattr(row, column, value)
            row.changed_by = actor
        work.change_all(rows, [*sorted(columns), "changed_by_id"])
        _follow(actor, act, rows)
        return work.change(act, undone_at=now)


def _follow(actor: User, undone: IntakeAct, rows: list[IntakeRow]) -> None:
    """The acts before may be undone next: their rows have the versions of now."""
    versions = {row.pk: row.version for row in rows}
    before = {change["row"]: change["version"] for change in undone.changes}
    earlier = IntakeAct.objects.filter(
        intake=undone.intake_id, actor=actor, undone_at=None, id__lt=undone.pk
    )
    changed = []
    for act in earlier.order_by("-id"):
        touched = False
        for change in act.changes:
            # Only where nobody else's act lies between: then the version is one below.
            if change["row"] in versions and change["version"] == before[change["row"]] - 1:
                change["version"] = versions.pop(change["row"])
                touched = True
        if touched:
            changed.append(act)
        if not versions:
            break
    IntakeAct.objects.bulk_update(changed, ["changes"])
