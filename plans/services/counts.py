"""The numbers that plans promise, stated by the plan office with the words they stand in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from directory.errors import RuleViolation
from directory.models import User
from directory.services.fixture_files import FileRow, Loaded
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import policy
from plans.models import CountPromise, Plan
from projects.models import Sector
from projects.services.access import need_reason

FILE = "count_promises.jsonl"
FIELDS = (
    *("quote", "start", "end", "what", "scope", "number", "number_most", "yearly", "by_year"),
    *("sectors", "note"),
)
FIRST_YEAR, LAST_YEAR = 1950, 2100
LARGEST = 1_000_000


def state_count_promise(
    *, plan_id: int, values: Mapping[str, Any], actor: User, now: datetime
) -> CountPromise:
    """State a number that a plan promises. `values` holds `quote` (words of the text), `what`,
    `scope`, `number`, `sectors` (codes) and, where they are said, `number_most`, `yearly`,
    `by_year` (the plan's last year unless said) and `note`.

    Raises Plan.DoesNotExist, NotPermitted, or what the checks refuse.
    """
    with unit_of_work("count_promise.state", actor=actor, now=now) as work:
        plan = _locked_plan(plan_id, actor)
        return _kept(work, CountPromise(plan=plan, **_checked(plan, values)), new=True)


def change_count_promise(
    *,
    promise_id: int,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    version: int | None = None,
) -> CountPromise:
    """Say a number that a plan promises otherwise.

    Raises CountPromise.DoesNotExist, NotPermitted, Conflict, or what the checks refuse.
    """
    with unit_of_work("count_promise.change", actor=actor, now=now) as work:
        promise = _locked_promise(promise_id, actor, version)
        for field, value in _checked(promise.plan, values).items():
            setattr(promise, field, value)
        return _kept(work, promise, new=False)


def drop_count_promise(
    *, promise_id: int, reason: str, actor: User, now: datetime, version: int | None = None
) -> None:
    """Say that a plan promises no such number; what stood there stays in the history.

    Raises CountPromise.DoesNotExist, NotPermitted, Conflict or `reason_required`.
    """
    reason = need_reason(reason)
    with unit_of_work("count_promise.drop", actor=actor, now=now, reason=reason):
        _locked_promise(promise_id, actor, version).delete()


def load_count_promises(
    work: UnitOfWork, rows: Sequence[FileRow], plans: Mapping[str, Plan]
) -> Loaded:
    """Insert the promises of the file for plans that have none yet: what an office has stated,
    changed or dropped since is not overwritten.

    Raises `file_row` for a row whose quote is not what the text says there.
    """
    given = [_given(row, plans) for row in rows]
    events = CountPromise.pgh_event_model.objects  # type: ignore[attr-defined]
    known = set(events.values_list("plan_id", "start", "what"))
    new = [one for one in given if (one.plan_id, one.start, one.what) not in known]
    work.create_all(new)
    return Loaded({FILE: len(new)})


# --- Checks -------------------------------------------------------------------------------------


def _locked_plan(plan_id: int, actor: User) -> Plan:
    plan = locked(Plan.objects.visible_to(actor).select_related("region"), plan_id)
    policy.require_decides(actor, plan.region)
    return plan


def _locked_promise(promise_id: int, actor: User, version: int | None) -> CountPromise:
    visible = CountPromise.objects.filter(plan__in=Plan.objects.visible_to(actor))
    promise = locked(visible.select_related("plan__region"), promise_id, version=version)
    policy.require_decides(actor, promise.plan.region)
    return promise


def _checked(plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a promise; its quote has its place in the text."""
    quote = str(values["quote"]).strip()
    start = plan.text.find(quote) if quote else -1
    if start < 0:
        raise RuleViolation("count_quote_missing", field="quote")
    number, most = int(values["number"]), values.get("number_most")
    if number < 1 or (most is not None and most < number):
        raise RuleViolation("count_number", field="number")
    by_year = values.get("by_year") or plan.period_end
    if by_year is None:
        raise RuleViolation("count_year_missing", field="by_year")
    return {
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "what": str(values["what"]).strip(),
        "scope": values["scope"],
        "number": number,
        "number_most": most,
        "yearly": bool(values.get("yearly")),
        "by_year": by_year,
        "sectors": _sectors(values["sectors"]),
        "note": str(values.get("note", "")).strip(),
    }


def _sectors(codes: Sequence[str]) -> list[str]:
    known = set(Sector.objects.filter(code__in=codes).values_list("code", flat=True))
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        raise RuleViolation("count_sectors", field="sectors")
    return sorted(codes)


def _kept(work: UnitOfWork, promise: CountPromise, *, new: bool) -> CountPromise:
    try:
        with transaction.atomic():
            if new:
                return work.create(promise)
            return work.change(promise, **{field: getattr(promise, field) for field in FIELDS})
    except IntegrityError:
        raise RuleViolation("count_stated", field="what") from None


def _given(row: FileRow, plans: Mapping[str, Plan]) -> CountPromise:
    plan = plans[row.known("doc", plans, _("plan"))]
    start = row.whole("start", least=0, most=len(plan.text))
    end = row.whole("end", least=start + 1, most=len(plan.text))
    if plan.text[start:end] != row.text("quote"):
        raise row.bad("quote", _("the words of the text at this place are expected"))
    known = set(Sector.objects.values_list("code", flat=True))
    sectors = row.texts("sectors")
    for code in sectors:
        if code not in known:
            raise row.unknown("sectors", _("sector"), code)
    most = row.cells.get("number_most")
    return CountPromise(
        plan=plan,
        quote=row.text("quote"),
        start=start,
        end=end,
        what=row.text("what", longest=120),
        scope=row.one_of("scope", CountPromise.Scope.values),
        number=row.whole("number", least=1, most=LARGEST),
        number_most=None if most is None else row.whole("number_most", least=1, most=LARGEST),
        yearly=row.flag("yearly"),
        by_year=row.whole("by_year", least=FIRST_YEAR, most=LAST_YEAR),
        sectors=sectors,
        note=row.text("note", empty=True),
    )
