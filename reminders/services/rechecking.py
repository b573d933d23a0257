"""Is it still right to tell? Asked of the register when a digest is composed."""

from collections.abc import Collection, Mapping

from django.db import connection

from directory.models import User
from projects.models import Project, ReportRound
from projects.queries.reports import not_reported
from projects.rules.statuses import OUT
from reminders.models import Reminder
from reminders.services.responsible import REPORT_OWNER, responsible

MOOT = f"""
SELECT e.id, CASE
    WHEN NOT u.is_active THEN 'inactive_person'
    WHEN NOT r.active THEN 'rule_inactive'
    WHEN p.withdrawn_at IS NOT NULL OR p.status = ANY(%(out)s) THEN 'project_left'
    WHEN m.state <> 'open' THEN 'closed'
    WHEN t.state <> 'open' THEN 'round_closed'
    WHEN coalesce(m.due_on, t.due_on) IS DISTINCT FROM e.due_on
        OR coalesce(m.baseline_revision, 0) <> e.baseline_revision THEN 'date_changed'
    WHEN m.id IS NOT NULL AND u.id NOT IN ({responsible("m.department_id")})
        THEN 'not_responsible'
    WHEN t.id IS NOT NULL AND u.id NOT IN ({responsible(REPORT_OWNER)}) THEN 'not_responsible'
    ELSE ''
END
FROM reminders_reminder e
JOIN directory_user u ON u.id = e.recipient_id
JOIN reminders_reminderrule r ON r.id = e.rule_id
JOIN projects_project p ON p.id = e.project_id
LEFT JOIN projects_milestone m ON m.id = e.milestone_id
LEFT JOIN projects_reportround t ON t.id = e.report_round_id
WHERE e.id = ANY(%(ids)s)
"""  # noqa: S608 (made of this file's own words)


def moot_reasons(recipient: User, reminders: Collection[Reminder]) -> Mapping[int, str]:
    """The reminders of one person that must not be told any more, each with its reason."""
    with connection.cursor() as cursor:
        cursor.execute(MOOT, {"ids": [row.pk for row in reminders], "out": list(OUT)})
        reasons = {pk: reason for pk, reason in cursor.fetchall() if reason}
    rest = [row for row in reminders if row.pk not in reasons]
    reasons |= _reported(rest)
    rest = [row for row in rest if row.pk not in reasons]
    projects = Project.objects.filter(pk__in={row.project_id for row in rest})
    visible = set(projects.visible_to(recipient).values_list("pk", flat=True))
    hidden = [row for row in rest if row.project_id not in visible]
    return reasons | {row.pk: Reminder.Reason.NOT_VISIBLE.value for row in hidden}


def _reported(reminders: Collection[Reminder]) -> dict[int, str]:
    """Those whose report has been handed in."""
    of_reports = [row for row in reminders if row.report_round_id]
    rounds = ReportRound.objects.filter(pk__in={row.report_round_id for row in of_reports})
    owing = {
        (report_round.pk, project_id)
        for report_round in rounds
        for project_id in not_reported(report_round)
        .filter(pk__in={row.project_id for row in of_reports})
        .values_list("pk", flat=True)
    }
    return {
        row.pk: Reminder.Reason.REPORTED.value
        for row in of_reports
        if (row.report_round_id, row.project_id) not in owing
    }
