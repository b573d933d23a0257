-- The floor: what the hot endpoints answer, in the fewest words that PostgreSQL needs for it.
-- Each statement returns the whole body; `bench/run.py` holds it against the endpoint's own.
-- Parameters: today (a date), city (the four digits of a city).

-- name: projects
WITH page AS MATERIALIZED (
    SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM projects_project
        WHERE withdrawn_at IS NULL AND city_code = %(city)s AND status = 'construction'
        ORDER BY next_due_on, id LIMIT 50
    ) AS chosen
), counted AS (
    SELECT count(*) AS n FROM (
        SELECT id FROM projects_project
        WHERE withdrawn_at IS NULL AND city_code = %(city)s AND status = 'construction'
        LIMIT 10001
    ) AS rows
)
SELECT '{"count":' || counted.n || ',"count_is_exact":' || (counted.n <= 10000)::text || ',"next":'
    || CASE WHEN counted.n > 50 THEN '"/api/v1/projects/?region=' || %(city)s
        || '00&status=construction&ordering=next_due_on&page=2"' ELSE 'null' END
    || ',"previous":null,"results":[' || coalesce((
    SELECT string_agg(row_to_json(r)::text, ',' ORDER BY page.place)
    FROM page
    JOIN projects_project AS t ON t.id = page.id
    CROSS JOIN LATERAL (
        SELECT t.id, t.version, t.code, t.name, to_json(t.aliases) AS aliases, t.kind,
            t.national_code, t.parent_id,
            (SELECT json_build_object('code', code, 'name', name, 'name_en', name_en)
                FROM projects_sector WHERE code = t.sector_id) AS sector,
            t.nature, t.approval_road, t.level, t.content,
            t.total_investment::text AS total_investment,
            t.planned_start_year, t.planned_finish_year,
            (SELECT json_build_object('code', code, 'name', name)
                FROM directory_region WHERE code = t.region_id) AS region,
            (SELECT json_build_object('code', code, 'name', name)
                FROM directory_zone WHERE code = t.zone_id) AS zone,
            t.place, t.longitude::text AS longitude, t.latitude::text AS latitude,
            (SELECT json_build_object('id', id, 'name', name)
                FROM directory_company WHERE id = t.company_id) AS company,
            (SELECT json_build_object('id', id,
                'name', coalesce(nullif(display_name, ''), username))
                FROM directory_user WHERE id = t.sponsor_id) AS sponsor,
            (SELECT json_build_object('id', d.id, 'code', d.code, 'name', d.name,
                'confirmed', party.confirmed)
                FROM projects_projectdepartment AS party
                JOIN directory_department AS d ON d.id = party.department_id
                WHERE party.project_id = t.id AND party.part = 'lead') AS lead,
            t.status, t.status_confirmed, t.status_basis, t.work_state, t.status_review_on,
            t.plan_period_end, t.ceremony_on, t.started_on, t.operating_on, t.next_due_on,
            CASE WHEN t.next_due_on < %(today)s::date
                THEN %(today)s::date - t.next_due_on ELSE 0 END AS days_late,
            t.light, t.computed_light, t.light_since, t.light_sentences, t.light_override_until,
            t.light_override_reason, t.progress_words,
            t.progress_percent::text AS progress_percent, t.reported_until,
            t.completed_investment::text AS completed_investment, t.disclosed,
            (t.region_id LIKE '99%%') AS fictitious,
            to_char(t.created_at AT TIME ZONE 'Asia/Shanghai',
                'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') AS created_at,
            to_char(t.updated_at AT TIME ZONE 'Asia/Shanghai',
                'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') AS updated_at
    ) AS r
), '') || ']}'
FROM counted;

-- name: overdue
WITH page AS MATERIALIZED (
    SELECT id, row_number() OVER () AS place FROM (
        SELECT m.id FROM projects_milestone AS m
        WHERE m.project_id NOT IN (SELECT id FROM projects_project WHERE withdrawn_at IS NOT NULL)
            AND m.city_code = %(city)s AND m.state = 'open' AND m.due_on < %(today)s::date
        ORDER BY m.due_on, m.id LIMIT 50
    ) AS chosen
), counted AS (
    SELECT count(*) AS n FROM (
        SELECT m.id FROM projects_milestone AS m
        WHERE m.project_id NOT IN (SELECT id FROM projects_project WHERE withdrawn_at IS NOT NULL)
            AND m.city_code = %(city)s AND m.state = 'open' AND m.due_on < %(today)s::date
        LIMIT 10001
    ) AS rows
)
SELECT '{"count":' || counted.n || ',"count_is_exact":' || (counted.n <= 10000)::text || ',"next":'
    || CASE WHEN counted.n > 50
        THEN '"/api/v1/overdue/?region=' || %(city)s || '00&page=2"' ELSE 'null' END
    || ',"previous":null,"results":[' || coalesce((
    SELECT string_agg(row_to_json(r)::text, ',' ORDER BY page.place)
    FROM page
    JOIN projects_milestone AS t ON t.id = page.id
    CROSS JOIN LATERAL (
        SELECT t.id, t.version, t.name, t.kind, t.critical, t.due_on, t.first_due_on,
            t.forecast_on, t.forecast_reason, %(today)s::date - t.due_on AS days_late,
            %(today)s::date - t.first_due_on AS slippage_days,
            (SELECT json_build_object('id', id, 'code', code, 'name', name)
                FROM directory_department WHERE id = t.department_id) AS department,
            (SELECT json_build_object('code', code, 'name', name)
                FROM directory_region WHERE code = t.region_id) AS region,
            (SELECT json_build_object('id', p.id, 'code', p.code, 'name', p.name,
                'status', p.status, 'light', p.light,
                'sector', (SELECT json_build_object('code', code, 'name', name,
                    'name_en', name_en) FROM projects_sector WHERE code = p.sector_id),
                'lead', (SELECT json_build_object('id', d.id, 'code', d.code, 'name', d.name,
                    'confirmed', party.confirmed)
                    FROM projects_projectdepartment AS party
                    JOIN directory_department AS d ON d.id = party.department_id
                    WHERE party.project_id = p.id AND party.part = 'lead'))
                FROM projects_project AS p WHERE p.id = t.project_id) AS project,
            (t.region_id LIKE '99%%') AS fictitious,
            to_char(t.updated_at AT TIME ZONE 'Asia/Shanghai',
                'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') AS updated_at
    ) AS r
), '') || ']}'
FROM counted;

-- name: overdue_groups
WITH counted AS (
    SELECT m.department_id AS key, count(*) AS milestones,
        count(DISTINCT m.project_id) AS projects, min(m.due_on) AS oldest_due_on
    FROM projects_milestone AS m
    WHERE m.project_id NOT IN (SELECT id FROM projects_project WHERE withdrawn_at IS NOT NULL)
        AND m.city_code = %(city)s AND m.state = 'open' AND m.due_on < %(today)s::date
    GROUP BY m.department_id
), groups AS (
    SELECT counted.*, coalesce(d.name, '') AS name, d.code,
        %(today)s::date - oldest_due_on AS days_late
    FROM counted LEFT JOIN directory_department AS d ON d.id = counted.key
)
SELECT json_build_object('group_by', 'department', 'today', %(today)s::date,
    'milestones', coalesce(sum(milestones), 0),
    'groups', coalesce(json_agg(json_build_object('key', key, 'name', name,
        'milestones', milestones, 'projects', projects, 'oldest_due_on', oldest_due_on,
        'days_late', days_late) ORDER BY milestones DESC, code), '[]'))::text
FROM groups;

-- name: overview
WITH scoped AS MATERIALIZED (
    SELECT id, kind, status, light, next_due_on, plan_period_end FROM projects_project
    WHERE withdrawn_at IS NULL AND city_code = %(city)s
), counted AS (
    SELECT status, light, count(*) AS n FROM scoped WHERE kind = 'project' GROUP BY status, light
), tallied AS (
    SELECT count(*) FILTER (WHERE kind = 'project') AS projects,
        count(*) FILTER (WHERE kind = 'programme') AS programmes,
        count(*) FILTER (WHERE kind = 'task') AS tasks,
        count(*) FILTER (WHERE kind = 'project' AND next_due_on < %(today)s::date) AS late,
        count(*) FILTER (WHERE kind = 'project' AND next_due_on IS NULL
            AND status NOT IN ('performing', 'cancelled', 'suspended')) AS without_schedule,
        count(*) FILTER (WHERE kind = 'project' AND plan_period_end < %(today)s::date
            AND status NOT IN ('performing', 'cancelled')) AS awaiting_closing,
        count(*) FILTER (WHERE kind = 'project' AND id NOT IN (
            SELECT project_id FROM projects_projectdepartment
            WHERE part = 'lead' AND confirmed
        )) AS unconfirmed
    FROM scoped
), open AS MATERIALIZED (
    SELECT m.department_id, m.region_id,
        count(*) FILTER (WHERE m.due_on < %(today)s::date) AS milestones,
        count(*) FILTER (WHERE m.due_on >= %(today)s::date) AS soon
    FROM projects_milestone AS m
    WHERE m.project_id NOT IN (SELECT id FROM projects_project WHERE withdrawn_at IS NOT NULL)
        AND m.city_code = %(city)s AND m.state = 'open' AND m.due_on <= %(today)s::date + 30
    GROUP BY m.department_id, m.region_id
), overdue AS (
    SELECT o.department_id, coalesce(d.name, '') AS department, o.region_id AS region_code,
        r.name AS region, o.milestones, d.code
    FROM open AS o
    LEFT JOIN directory_department AS d ON d.id = o.department_id
    JOIN directory_region AS r ON r.code = o.region_id
    WHERE o.milestones > 0
)
SELECT json_build_object(
    'today', %(today)s::date, 'region', %(city)s || '00', 'projects', tallied.projects,
    'status_by_light', (
        SELECT json_object_agg(status, lights) FROM (
            SELECT status, json_object_agg(light, coalesce(n, 0)) AS lights
            FROM unnest(ARRAY['conceived', 'reserve', 'construction', 'performing', 'suspended',
                'cancelled']) AS statuses (status)
            CROSS JOIN unnest(ARRAY['red', 'yellow', 'green', 'grey']) AS lights (light)
            LEFT JOIN counted USING (status, light)
            GROUP BY status
        ) AS table_of_lights),
    'programmes', tallied.programmes, 'tasks', tallied.tasks, 'late', tallied.late,
    'without_schedule', tallied.without_schedule,
    'awaiting_closing', tallied.awaiting_closing, 'unconfirmed', tallied.unconfirmed,
    'overdue_milestones', (SELECT coalesce(sum(milestones), 0) FROM overdue),
    'overdue', (SELECT coalesce(json_agg(json_build_object('department_id', department_id,
        'department', department, 'region_code', region_code, 'region', region,
        'milestones', milestones) ORDER BY code, region_code), '[]') FROM overdue),
    'due_within_30_days', (SELECT coalesce(sum(soon), 0) FROM open)
)::text
FROM tallied;
