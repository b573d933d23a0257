"""The daily plan: what is to be told goes into the ledger, once, by one statement per subject."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from directory.queries.calendar import working_calendar
from projects.queries.reports import not_reported, open_rounds
from projects.rules.statuses import OUT
from reminders.rules.occurrences import Reach
from reminders.services.responsible import REPORT_OWNER, responsible


@dataclass(frozen=True)
class Planned:
    """How many rows a plan put into the ledger, and how many of them folded into others."""

    milestones: int = 0
    reports: int = 0
    folded: int = 0


LEDGER = """
INSERT INTO reminders_reminder (
    recipient_id, rule_id, project_id, milestone_id, report_round_id, due_on, baseline_revision,
    occurs_on, planned_on, urgency, state, reason, created_at
)
"""

# `x` is what is owed: due_on and the rows it hangs on. A rule that repeats names its latest day.
OCCURRENCE = """
CROSS JOIN LATERAL (
    SELECT x.due_on + r.offset_days + CASE
        WHEN r.repeat_every_days IS NULL THEN 0
        ELSE greatest(%(today)s - (x.due_on + r.offset_days), 0)
             / r.repeat_every_days * r.repeat_every_days
    END AS occurs_on
) o
"""

# See `reminders.rules.occurrences.Reach`. A reminder before a date has no sense after it.
IN_REACH = """
    r.active AND r.subject = %(subject)s
    AND x.due_on <= CASE WHEN r.offset_days > 0 THEN %(today)s ELSE %(until_next)s END
                    - r.offset_days
    AND (r.offset_days > 0 OR x.due_on >= %(today)s)
"""

MILESTONES = f"""
{LEDGER}
SELECT who.id, r.id, p.id, x.id, NULL, x.due_on, x.baseline_revision,
       o.occurs_on, %(today)s, r.urgency, 'planned', '', %(now)s
FROM reminders_reminderrule r
JOIN projects_milestone x ON x.state = 'open' AND {IN_REACH}
JOIN projects_project p ON p.id = x.project_id
    AND p.withdrawn_at IS NULL AND NOT p.status = ANY(%(out)s)
{OCCURRENCE}
CROSS JOIN LATERAL ({responsible("x.department_id")}) who
ORDER BY x.id, who.id, r.id
ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING
"""  # noqa: S608 (made of this file's own words)

# `owed` names round by round who has not reported, in the words of `projects.queries.reports`.
REPORTS = f"""
{LEDGER}
SELECT who.id, r.id, p.id, NULL, x.round_id, x.due_on, 0,
       o.occurs_on, %(today)s, r.urgency, 'planned', '', %(now)s
FROM reminders_reminderrule r
JOIN (%(owed)s) x ON {IN_REACH}
JOIN projects_project p ON p.id = x.project_id
{OCCURRENCE}
CROSS JOIN LATERAL ({responsible(REPORT_OWNER)}) who
ORDER BY p.id, who.id, r.id
ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING
"""  # noqa: S608 (made of this file's own words)

# A date that changed is another matter: the outdated reminder is withdrawn when the digest is
# composed, and must not take the new one with it. A report that two rounds ask for (a city's and
# that of a list) is one matter.
FOLD = """
UPDATE reminders_reminder f
SET state = 'folded', folded_into_id = ranked.top, settled_at = %(now)s
FROM (
    SELECT e.id, first_value(e.id) OVER (
        PARTITION BY e.recipient_id, e.project_id, e.milestone_id, e.baseline_revision,
                     t.year, t.month, t.due_on = e.due_on,
                     CASE WHEN t.id IS NULL THEN e.due_on END
        ORDER BY e.urgency DESC, e.occurs_on DESC, e.id
    ) AS top
    FROM reminders_reminder e LEFT JOIN projects_reportround t ON t.id = e.report_round_id
    WHERE e.state = 'planned'
) ranked
WHERE ranked.id = f.id AND ranked.top <> f.id AND f.state = 'planned'
"""


def plan_day(*, today: date, now: datetime) -> Planned:
    """Put into the ledger what is to be told on a working day; on other days nothing.

    What an earlier day missed, because nothing ran, is planned for today. As often as one
    likes with the same result.
    """
    calendar = working_calendar()
    if not calendar.is_working_day(today):
        return Planned()
    reach = Reach.of(today, calendar)
    params = {"today": today, "until_next": reach.until_next, "now": now, "out": list(OUT)}
    with transaction.atomic():
        return Planned(
            milestones=_run(MILESTONES, params | {"subject": "milestone_due"}),
            reports=_plan_reports(params | {"subject": "report_due"}),
            folded=_run(FOLD, params),
        )


def _plan_reports(params: dict[str, Any]) -> int:
    pieces = []
    for report_round in open_rounds(params["today"]):
        sql, values = not_reported(report_round).order_by().values("id").query.sql_with_params()
        names = {f"r{report_round.pk}_{i}": value for i, value in enumerate(values)}
        params |= names | {f"r{report_round.pk}_due": report_round.due_on}
        owing = sql % tuple(f"%({name})s" for name in names)
        pieces.append(
            f"SELECT {report_round.pk} AS round_id, %(r{report_round.pk}_due)s::date AS due_on, "  # noqa: S608
            f"owing.id AS project_id FROM ({owing}) owing"
        )
    if not pieces:
        return 0
    return _run(REPORTS.replace("%(owed)s", " UNION ALL ".join(pieces)), params)


def _run(sql: str, params: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
