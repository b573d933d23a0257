"""Who is told, as a piece of SQL: planning and rechecking ask the very same question."""


def responsible(owner: str) -> str:
    """Return a query of the ids of the people whom rule `r` tells about project `p`.

    `owner` is the SQL of the id of the department that owes the matter. The query is meant for
    LATERAL or EXISTS, where `r` (the rule) and `p` (the project) are in reach.
    """
    active = "SELECT u.id FROM directory_user u WHERE u.is_active AND"
    return f"""
        {active} 'department' = ANY(r.audience) AND u.department_id = {owner}
            AND u.role IN ('department_reporter', 'department_head')
        UNION
        {active} 'company' = ANY(r.audience) AND u.company_id = p.company_id
            AND u.role = 'company'
        UNION
        {active} 'plan_office' = ANY(r.audience) AND u.region_id = p.city_code || '00'
            AND u.role = 'plan_office'
        UNION
        {active} 'county_office' = ANY(r.audience) AND u.region_id = p.region_id
            AND u.role = 'county_office'
    """


REPORT_OWNER = """(
    SELECT d.department_id FROM projects_projectdepartment d
    WHERE d.project_id = p.id AND d.part = 'lead' AND d.confirmed
)"""
"""A lead that is only proposed by a rule owes no report yet."""
