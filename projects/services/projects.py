"""What a plan office does with a project's entry in the register."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.functions import Length

from directory.errors import RuleViolation
from directory.models import Department, Region, User, region_prefix
from directory.unit import UnitOfWork, unit_of_work
from projects import policy
from projects.models import Milestone, Project, ProjectDepartment
from projects.rules.national_code import check_national_code
from projects.services.access import department_of_area, locked_project, need_reason
from projects.services.lights import settle

EDITABLE = (
    "name",
    "aliases",
    "national_code",
    "sector",
    "sector_id",
    "nature",
    "approval_road",
    "level",
    "content",
    "total_investment",
    "planned_start_year",
    "planned_finish_year",
    "zone",
    "zone_id",
    "place",
    "longitude",
    "latitude",
    "company",
    "company_id",
    "disclosed",
)
Part = ProjectDepartment.Part


def sort_key(name: str) -> str:
    """The order of a Chinese dictionary without ICU: GB 18030 keeps GB/T 2312's first level,
    the 3,755 common characters, in the order of their pinyin."""
    return name.encode("gb18030").hex()[:400]


def next_code(region_code: str) -> str:
    """The next free code of a city, `1408-0001`, counted under a lock of its own."""
    prefix = region_prefix(region_code)[:4]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"project-code-{prefix}"])
    longest_first = Project.objects.filter(code__startswith=f"{prefix}-").order_by(
        Length("code").desc(), "-code"
    )
    last = longest_first.values_list("code", flat=True).first()
    return f"{prefix}-{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


def create_project(*, values: Mapping[str, Any], actor: User, now: datetime) -> Project:
    """Put a project into the register by hand or from another system.

    `values` holds `region` (a Region), `sector`, `name` and any editable field.
    """
    region: Region = values["region"]
    if not policy.may_create(actor, region):
        raise policy.forbidden(policy.Action.CREATE)
    _check(values)
    with unit_of_work("project.create", actor=actor, now=now) as work:
        _check_code_is_free(values.get("national_code"), actor=actor)
        fields = {key: value for key, value in values.items() if key in EDITABLE}
        project = work.create(
            Project(
                region=region,
                code=next_code(region.code),
                name_sort=sort_key(values["name"]),
                status_basis="",
                **fields,
            )
        )
        return settle(work, project)


def edit_project(
    *, project_id: int, version: int, values: Mapping[str, Any], actor: User, now: datetime
) -> Project:
    """Change facts of a project. Status, dates and owners have services of their own."""
    _check(values)
    with unit_of_work("project.edit", actor=actor, now=now) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.EDIT, version=version
        )
        changed = {
            key: value
            for key, value in values.items()
            if key in EDITABLE and getattr(project, key) != value
        }
        _check_code_is_free(changed.get("national_code"), actor=actor)
        if "name" in changed:
            changed["name_sort"] = sort_key(changed["name"])
        return work.change(project, **changed) if changed else project


def confirm_lead(
    *,
    project_id: int,
    department_id: int,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> ProjectDepartment:
    """The plan office confirms (or names) who owes a project.

    A confirmed lead before it becomes a supporting department, a proposed one goes; open
    milestones without a department of their own follow the lead.
    """
    with unit_of_work("project.confirm_lead", actor=actor, now=now) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.CONFIRM, version=version
        )
        department = department_of_area(department_id, project)
        parties = {
            party.department_id: party
            for party in ProjectDepartment.objects.select_for_update().filter(project=project)
        }
        lead = next((one for one in parties.values() if one.part == Part.LEAD), None)
        if lead and lead.department_id == department.pk:
            if lead.confirmed:
                raise RuleViolation("already_confirmed", field="department")
            party = work.change(
                lead, confirmed=True, confirmed_by=actor, confirmed_at=now, basis=""
            )
        else:
            if lead and lead.confirmed:
                work.change(lead, part=Part.SUPPORTING)
            elif lead:
                lead.delete()
            party = _make_lead(work, project, department, parties.get(department.pk))
        _hand_milestones_to(work, project, department)
        settle(work, project, touch=True)
        return party


def _make_lead(
    work: UnitOfWork, project: Project, department: Department, party: ProjectDepartment | None
) -> ProjectDepartment:
    values: dict[str, Any] = {
        "part": Part.LEAD,
        "confirmed": True,
        "confirmed_by": work.actor,
        "confirmed_at": work.now,
        "basis": "",
    }
    if party:
        return work.change(party, **values)
    return work.create(ProjectDepartment(project=project, department=department, **values))


def set_supporting(
    *,
    project_id: int,
    department_ids: Sequence[int],
    actor: User,
    now: datetime,
    version: int | None = None,
) -> list[ProjectDepartment]:
    """Name the supporting departments of a project; those that are no longer named leave."""
    with unit_of_work("project.set_supporting", actor=actor, now=now) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.CONFIRM, version=version
        )
        wanted = {pk: department_of_area(pk, project) for pk in department_ids}
        rows = ProjectDepartment.objects.select_for_update().filter(project=project)
        standing = {row.department_id: row for row in rows}
        for pk, row in standing.items():
            if row.part == Part.SUPPORTING and pk not in wanted:
                row.delete()
        work.create_all(
            [
                ProjectDepartment(
                    project=project,
                    department=department,
                    part=Part.SUPPORTING,
                    confirmed=True,
                    confirmed_by=actor,
                    confirmed_at=now,
                )
                for pk, department in wanted.items()
                if pk not in standing
            ]
        )
        work.change(project)
        return list(project.parties.select_related("department").order_by("id"))


def confirm_status(*, project_id: int, version: int, actor: User, now: datetime) -> Project:
    """The plan office confirms the status that a rule proposed."""
    with unit_of_work("project.confirm_status", actor=actor, now=now) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.CONFIRM, version=version
        )
        if project.status_confirmed:
            raise RuleViolation("already_confirmed", field="status")
        return work.change(project, status_confirmed=True, status_basis="")


def withdraw_project(
    *, project_id: int, version: int, reason: str, actor: User, now: datetime
) -> Project:
    """Take a row that should never have stood in the register out of sight; it is kept."""
    reason = need_reason(reason)
    with unit_of_work("project.withdraw", actor=actor, now=now, reason=reason) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.WITHDRAW, version=version
        )
        return work.change(project, withdrawn_at=now, withdrawn_reason=reason)


def _hand_milestones_to(work: UnitOfWork, project: Project, department: Department) -> None:
    rows = list(
        Milestone.objects.select_for_update()
        .filter(project=project, own_department__isnull=True)
        .exclude(department=department)
        .exclude(state=Milestone.State.DONE)
        .order_by("id")
    )
    for row in rows:
        row.department = department
    work.change_all(rows, ["department"])


def _check(values: Mapping[str, Any]) -> None:
    if "name" in values and not str(values["name"]).strip():
        raise RuleViolation("required", field="name")
    if values.get("national_code"):
        check_national_code(values["national_code"])


def _check_code_is_free(code: str | None, *, actor: User) -> None:
    """A code of the national platform is worth one project; the lock lets two who give the same
    one come one after the other.

    Raises `national_code_taken` with the project that has it, if the actor may see that one.
    """
    if not code:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"national-code-{code}"])
    holders = Project.objects.filter(national_code=code)
    if not holders.exists():
        return
    seen = holders.visible_to(actor).first()
    if seen is None:
        raise RuleViolation(
            "national_code_taken_unseen", field="national_code", params={"code": code}
        )
    raise RuleViolation(
        "national_code_taken",
        field="national_code",
        params={"code": code, "name": seen.name, "project": seen.code},
    )
