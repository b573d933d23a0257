"""Makes a register of a given size in an empty database, by statements and not by services:
only the shape of the data matters here.

The rows lie in Yuncheng, Linfen and Jincheng, ten milestones a project, as evenly as a formula
spreads them; nothing is random, so that two runs measure the same rows.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

MILESTONES = 10

PROJECTS = """
INSERT INTO projects_project (
    version, created_at, updated_at, code, name, aliases, name_sort, kind, sector_id, nature,
    approval_road, level, content, total_investment, region_id, place, status, status_confirmed,
    status_basis, work_state, next_due_on, light, computed_light, light_sentences,
    light_override_reason, progress_words, disclosed, withdrawn_reason
)
SELECT 1, %(now)s, %(now)s, 'B-' || lpad(i::text, 7, '0'),
    region.name || '第' || i || '号' || sector.name || '建设项目', '{}', lpad(i::text, 7, '0'),
    'project', sector.code, 'new', 'approval', 'municipal', '建设内容及规模', 1000 + i %% 90000,
    region.code, '', (ARRAY['conceived', 'reserve', 'construction', 'performing'])[1 + i %% 4],
    true, '', '', NULL, (ARRAY['green', 'green', 'yellow', 'red', 'grey'])[1 + i %% 5],
    'green', '[]', '', '主体施工', true, ''
FROM generate_series(1, %(projects)s) AS i
JOIN (SELECT code, name, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS of
      FROM directory_region WHERE level = 'county' AND left(code, 4) IN ('1408', '1410', '1405'))
    AS region ON region.n = i %% region.of
JOIN (SELECT code, name, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS of
      FROM projects_sector WHERE parent_id IS NOT NULL)
    AS sector ON sector.n = (i * 7) %% sector.of
"""

PARTIES = """
INSERT INTO projects_projectdepartment (
    version, created_at, updated_at, project_id, department_id, part, confirmed, basis
)
SELECT 1, %(now)s, %(now)s, project.id, department.id, 'lead', true, ''
FROM projects_project AS project
JOIN (SELECT id, left(region_id, 4) AS city,
             row_number() OVER (PARTITION BY left(region_id, 4) ORDER BY code) - 1 AS n,
             count(*) OVER (PARTITION BY left(region_id, 4)) AS of
      FROM directory_department WHERE right(region_id, 2) = '00' AND zone_id IS NULL) AS department
    ON department.city = project.city_code AND department.n = project.id %% department.of
"""

MILESTONE_ROWS = """
INSERT INTO projects_milestone (
    version, created_at, updated_at, project_id, key, name, kind, "order", critical,
    evidence_required, state, due_on, first_due_on, forecast_reason, actual_on, department_id,
    region_id, baseline_revision, note
)
SELECT 1, %(now)s, %(now)s, project.id, 'm' || k, '节点' || k, 'progress', k, k = 5, false,
    CASE WHEN k <= project.id %% 10 THEN 'done' ELSE 'open' END, due, due, '',
    CASE WHEN k <= project.id %% 10 THEN due END, party.department_id, project.region_id, 1, ''
FROM projects_project AS project
JOIN projects_projectdepartment AS party ON party.project_id = project.id
CROSS JOIN generate_series(1, %(milestones)s) AS k
CROSS JOIN LATERAL (
    SELECT %(today)s::date + ((k - project.id %% 10) * 45 - project.id %% 37
        - CASE WHEN project.id %% 4 = 0 THEN 60 ELSE 0 END)::integer AS due
) AS dated
"""

NEXT_DUE = """
UPDATE projects_project SET next_due_on = first FROM (
    SELECT project_id, min(due_on) AS first FROM projects_milestone
    WHERE state = 'open' GROUP BY project_id
) AS due WHERE due.project_id = projects_project.id
"""


def main(projects: int, path: str) -> None:
    """Fill a migrated database; write to a file how a plan office of Yuncheng gets in."""
    django.setup()
    # Models can be imported only now.
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection, transaction

    from directory import clock
    from directory.models import Role, User
    from directory.services.reference import load_reference
    from directory.services.tokens import issue_token
    from projects.services.reference import load_reference as load_catalogues

    now, today = clock.now(), clock.today()
    load_reference(now=now)
    load_catalogues(now=now)
    params: dict[str, Any] = {
        "now": now,
        "today": today,
        "projects": projects,
        "milestones": MILESTONES,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in (PROJECTS, PARTIES, MILESTONE_ROWS, NEXT_DUE):
            cursor.execute(statement, params)
    office = User.objects.create_user(
        "bench-office", role=Role.PLAN_OFFICE, region_id="140800", display_name="运城市重点办"
    )
    _token, secret = issue_token(user=office, name="bench", actor=office, now=now)
    session = SessionStore()
    session[SESSION_KEY] = str(office.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = office.get_session_auth_hash()
    session.create()
    access = {
        "token": secret,
        "session": session.session_key,
        "session_cookie": settings.SESSION_COOKIE_NAME,
    }
    Path(path).write_text(json.dumps(access), encoding="ascii")
    print(f"{projects:,} projects, {projects * MILESTONES:,} milestones")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    main(int(sys.argv[1]), sys.argv[2])
