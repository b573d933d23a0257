"""Which rows exist for whom, and how they are found."""

import os
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from directory.models import Role
from projects.models import (
    ChangeRequest,
    ListEntry,
    Milestone,
    Project,
    ProjectList,
    ProjectRegion,
    Sector,
)
from projects.querysets import Person
from tests.cast import Cast
from tests.factories import (
    NOW,
    CompanyFactory,
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RegionFactory,
    UserFactory,
)

TODAY = date(2026, 11, 23)


def names(rows: Any) -> set[str]:
    return set(rows.values_list("name", flat=True))


def visible(user: Person) -> set[str]:
    return names(Project.objects.visible_to(user))


def own(user: Person) -> set[str]:
    return names(Project.objects.in_scope_of(user))


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Around the cast's project: others of Yuncheng, of Linfen and of the demonstration city,
    some of them disclosed, and one that was withdrawn."""
    other = RegionFactory(code="140821", name="临猗县")
    linfen = RegionFactory(code="141002", name="尧都区")
    demo = RegionFactory(code="990101", name="示范县")
    ProjectFactory(name="临猗公路", region=other)
    ProjectFactory(name="临猗公园", region=other, disclosed=True)
    ProjectFactory(name="尧都管道", region=linfen)
    ProjectFactory(name="尧都铁路", region=linfen, disclosed=True)
    ProjectFactory(name="示范大桥", region=demo)
    ProjectFactory(name="示范广场", region=demo, disclosed=True)
    ProjectFactory(
        name="误录工程", region=other, disclosed=True, withdrawn_at=NOW, withdrawn_reason="误录"
    )
    across = ProjectFactory(name="跨县灌区", region=cast.plan_office.region)
    ProjectRegion.objects.create(project=across, region=cast.project.region)
    return cast


AIRPORT = "运城机场改扩建"
DISCLOSED = {"临猗公园", "尧都铁路"}
CITY = {AIRPORT, "临猗公路", "临猗公园", "跨县灌区"}
REAL = CITY | {"尧都管道", "尧都铁路"}
DEMO = {"示范大桥", "示范广场"}


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("plan_office", CITY),
        ("leader", CITY),
        ("integration", CITY),
        ("county_office", {AIRPORT, "跨县灌区"}),
        ("lead", {AIRPORT}),
        ("head", {AIRPORT}),
        ("supporter", {AIRPORT}),
        ("stranger", set()),
    ],
)
def test_what_is_theirs_and_what_is_disclosed(world: Cast, who: str, theirs: set[str]) -> None:
    user = world.people()[who]

    assert own(user) == theirs
    assert visible(user) == theirs | DISCLOSED


def test_an_administrator_above_all_regions(world: Cast) -> None:
    assert visible(world.administrator) == REAL | DEMO
    assert own(world.administrator) == REAL


def test_an_administrator_of_a_city_stays_in_its_world(world: Cast) -> None:
    admin = UserFactory(role=Role.ADMINISTRATOR, region=world.plan_office.region)

    assert own(admin) == CITY
    assert visible(admin) == CITY | DISCLOSED


def test_the_fictitious_city_sees_only_itself(world: Cast) -> None:
    city = RegionFactory(code="990100", name="示范市")
    office = UserFactory(role=Role.PLAN_OFFICE, region=city)
    department = UserFactory(
        role=Role.DEPARTMENT_HEAD, region=None, department=DepartmentFactory(region=city)
    )

    assert own(office) == visible(office) == DEMO
    assert visible(department) == {"示范广场"}


def test_a_company_has_its_projects(world: Cast) -> None:
    company = CompanyFactory()
    Project.objects.filter(name="临猗公路").update(company=company)
    user = UserFactory(role=Role.COMPANY, region=None, company=company)

    assert own(user) == {"临猗公路"}
    assert visible(user) == {"临猗公路"} | DISCLOSED


def test_nothing_exists_for_nobody(world: Cast) -> None:
    dismissed = UserFactory(role=Role.PLAN_OFFICE, is_active=False)

    for nobody in (AnonymousUser(), dismissed):
        assert visible(nobody) == own(nobody) == set()
        assert not Milestone.objects.visible_to(nobody).exists()
        assert not ProjectList.objects.visible_to(nobody).exists()


def test_what_hangs_on_a_project_exists_with_it(world: Cast) -> None:
    for project in Project.objects.all():
        MilestoneFactory(project=project, name=project.name, due_on=TODAY)
    request = ChangeRequest.objects.create(
        project=world.project,
        subject="investment",
        reason_code="other",
        reason="概算调整",
        filed_by=world.lead,
        filed_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )

    for who in (*world.people().values(),):
        assert names(Milestone.objects.visible_to(who)) == visible(who), who
        assert names(Milestone.objects.in_scope_of(who)) == own(who), who
        sees = AIRPORT in visible(who)
        assert ChangeRequest.objects.visible_to(who).filter(pk=request.pk).exists() == sees
    assert not ChangeRequest.objects.in_scope_of(world.stranger).exists()


def test_lists_are_read_within_a_world(world: Cast) -> None:
    ProjectListFactory(name="市级重点")
    ProjectListFactory(name="示范重点", region=RegionFactory(code="990100"))

    assert names(ProjectList.objects.visible_to(world.stranger)) == {"市级重点"}
    assert names(ProjectList.objects.visible_to(world.administrator)) == {"市级重点", "示范重点"}


def test_in_a_region_and_touching_it(world: Cast) -> None:
    rows = Project.objects.in_register()

    assert names(rows.in_region("140802")) == {AIRPORT}
    assert names(rows.touching("140802")) == {AIRPORT, "跨县灌区"}
    assert names(rows.in_region("140800")) == CITY
    assert names(rows.touching("140800")) == CITY
    assert names(rows.in_region("140000")) == REAL
    assert names(rows.fictitious()) == DEMO
    assert names(rows.real()) == REAL


# --- Search -----------------------------------------------------------------------------------


@pytest.fixture
def named(db: None) -> None:
    ProjectFactory(code="1408-0001", name="运城机场改扩建工程", aliases=["张孝机场", "T3航站楼"])
    ProjectFactory(code="1408-0002", name="运城至芮城高速公路（一期）")
    ProjectFactory(code="1408-0003", name="100%再生水利用_示范")
    ProjectFactory(code="1408-0004", name="１００万千瓦光伏ＡＢ区")
    ProjectFactory(code="1408-0005", name="高铁公园与速滑馆路口")
    ProjectFactory(code="1408-0006", name="Wind Farm 风电 ÄÖ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("机场", {1}),
        ("运城", {1, 2}),
        ("芮", {2}),
        ("张孝", {1}),
        ("t3", {1}),
        ("T3航站", {1}),
        ("1408-0003", {3}),
        ("0005", {5}),
        ("运城 高速", {2}),
        ("高速　运城", {2}),
        ("高速 机场", set()),
        ("高速公路", {2}),
        ("没有这样的工程", set()),
        ("高公", set()),
        ("（一期）", {2}),
        ("(一期)", {2}),
        ("100%", {3}),
        ("%", {3}),
        ("_", {3}),
        ("_示", {3}),
        ("100万", {4}),
        ("１００万", {4}),
        ("ab区", {4}),
        ("ＡＢ区", {4}),
        ("WIND farm", {6}),
        ("äö", {6}),
        ("\\", set()),
        ("'; drop", set()),
        ("   ", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_search(named: None, text: str, found: set[int]) -> None:
    codes = Project.objects.search(text).values_list("code", flat=True)

    assert set(codes) == {f"1408-000{number}" for number in found}


# --- The other questions ----------------------------------------------------------------------


def test_late_without_schedule_unconfirmed_awaiting_closing(cast: Cast) -> None:
    yesterday, ended = TODAY - timedelta(days=1), date(2025, 12, 31)
    ProjectFactory(name="逾期", next_due_on=yesterday)
    ProjectFactory(name="今日到期", next_due_on=TODAY, plan_period_end=ended)
    ProjectFactory(name="未排期")
    ProjectFactory(name="缓建", status="suspended", plan_period_end=ended)
    ProjectFactory(name="达效", status="performing", plan_period_end=ended)
    ProjectFactory(name="未来规划", next_due_on=TODAY, plan_period_end=TODAY)
    proposed = ProjectFactory(name="拟定牵头", next_due_on=TODAY)
    PartyFactory(project=proposed, confirmed=False)
    supported = ProjectFactory(name="只有配合", next_due_on=TODAY)
    PartyFactory(project=supported, part="supporting")
    rows = Project.objects.all()

    assert names(rows.late(TODAY)) == {"逾期"}
    assert names(rows.without_schedule()) == {AIRPORT, "未排期"}
    assert names(rows.awaiting_closing(TODAY)) == {"今日到期", "缓建"}
    assert names(rows.unconfirmed()) == set(names(rows)) - {AIRPORT}


def test_in_a_sector_and_those_below_it(db: None) -> None:
    Sector.objects.create(code="01", name="交通", name_en="Transport")
    Sector.objects.create(code="0101", name="公路", name_en="Roads", parent_id="01")
    Sector.objects.create(code="02", name="水利", name_en="Water")
    for code in ("01", "0101", "02"):
        ProjectFactory(name=code, sector=Sector.objects.get(pk=code))

    assert names(Project.objects.in_sector("01")) == {"01", "0101"}
    assert names(Project.objects.in_sector("0101")) == {"0101"}


def test_of_a_department_in_any_or_a_named_part(cast: Cast) -> None:
    lead, supporting = cast.lead_department.pk, cast.supporting_department.pk

    assert names(Project.objects.of_department(supporting)) == {AIRPORT}
    assert names(Project.objects.of_department(supporting, "lead")) == set()
    assert names(Project.objects.of_department(lead, "lead", "responsible")) == {AIRPORT}


def test_standing_in_a_list_now(cast: Cast) -> None:
    listed, left = ProjectListFactory(), ProjectListFactory()
    stamps: dict[str, Any] = {"created_at": NOW, "updated_at": NOW, "project": cast.project}
    ListEntry.objects.create(project_list=listed, **stamps)
    ListEntry.objects.create(project_list=left, left_on=TODAY, leaving="removed", **stamps)

    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)

    assert names(Project.objects.in_list(listed.pk)) == {AIRPORT}
    assert names(Project.objects.in_list_with_code(listed.code)) == {AIRPORT}
    assert list(Milestone.objects.in_list_with_code(listed.code)) == [milestone]
    assert names(Project.objects.in_list(left.pk)) == set()
    assert names(Project.objects.in_list_with_code(left.code)) == set()
    assert not Milestone.objects.in_list_with_code(left.code).exists()


def test_overdue_due_and_late_by(cast: Cast) -> None:
    for days in (-10, -1, 0, 30, 31):
        MilestoneFactory(project=cast.project, name=str(days), due_on=TODAY + timedelta(days=days))
    MilestoneFactory(project=cast.project, name="无日期")
    MilestoneFactory(
        project=cast.project, name="完成", due_on=date(2026, 1, 1), state="done", actual_on=TODAY
    )
    MilestoneFactory(project=cast.project, name="搁置", due_on=date(2026, 1, 1), state="on_hold")
    rows = Milestone.objects.all()

    assert names(rows.overdue(TODAY)) == {"-10", "-1"}
    assert names(rows.late_by(10, TODAY)) == {"-10"}
    assert names(rows.late_by(11, TODAY)) == set()
    assert names(rows.due_between(TODAY, TODAY + timedelta(days=30))) == {"0", "30"}
    assert names(rows.open()) == {"-10", "-1", "0", "30", "31", "无日期"}
    assert rows.touching("140802").count() == rows.in_region("140802").count() == 8
    assert not rows.in_region("140821").exists()
    assert rows.real().count() == 8


# --- Hot questions use their indexes ------------------------------------------------------------

MANY = """
INSERT INTO projects_project (
    code, name, aliases, name_sort, kind, sector_id, nature, approval_road, level, content,
    region_id, place, status, status_confirmed, status_basis, work_state, next_due_on, light,
    computed_light, light_sentences, light_override_reason, progress_words, disclosed,
    withdrawn_reason, version, created_at, updated_at
)
SELECT 'T-' || n, '第' || n || '号工程' || md5(n::text), '{}', md5(n::text), 'project',
    %(sector)s, '', '', 'municipal', '',
    (ARRAY['140802', '140821', '141002', '990101'])[n %% 4 + 1], '',
    CASE WHEN n %% 40 = 0 THEN 'performing' ELSE 'construction' END, false, '', '',
    date '2025-01-01' + n %% 1500, 'green', 'green', '[]', '', '', false, '', 1, now(), now()
FROM generate_series(1, 5000) AS n
"""
MANY_MILESTONES = """
INSERT INTO projects_milestone (
    project_id, key, name, kind, "order", critical, evidence_required, state, due_on,
    forecast_reason, actual_on, department_id, region_id, baseline_revision, note, version,
    created_at, updated_at
)
SELECT p.id, '', 'm', 'other', n, false, false, CASE WHEN n < 3 THEN 'done' ELSE 'open' END,
    date '2026-10-01' + ((p.id * 7 + n * 31) %% 700)::int, '',
    CASE WHEN n < 3 THEN date '2026-01-01' END,
    (%(departments)s)[p.id %% 40 + 1], p.region_id, 1, '', 1, now(), now()
FROM projects_project p, generate_series(1, 4) AS n
"""


@pytest.mark.django_db(transaction=True)
def test_hot_questions_read_their_indexes(cast: Cast) -> None:
    """On some thousand rows of which PostgreSQL knows the statistics."""
    for code in ("140821", "141002", "990101"):
        RegionFactory(code=code)
    departments = [cast.lead_department.pk, *(DepartmentFactory().pk for _ in range(39))]
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"sector": cast.project.sector_id})
        cursor.execute(MANY_MILESTONES, {"departments": departments})
    analyse("projects_project", "projects_milestone")
    projects = Project.objects.in_scope_of(cast.plan_office)
    overdue = Milestone.objects.overdue(date(2026, 10, 20)).order_by("due_on", "id")
    questions = {
        "project_search": Project.objects.visible_to(cast.plan_office).search("第4321号工程"),
        "project_city_status": projects.filter(status="performing").order_by("id")[:50],
        "project_city_due": projects.late(TODAY).order_by("next_due_on", "id")[:50],
        "project_city_name": projects.order_by("name_sort", "id")[:50],
        "milestone_open_in_city": overdue.in_region("140800")[:50],
        "milestone_open_in_region": overdue.in_region("140802")[:50],
        "milestone_open_of_department": overdue.filter(department=cast.lead_department)[:50],
        "milestone_open_due": overdue[:50],
    }

    plans = {index: rows.explain() for index, rows in questions.items()}

    assert {index: index in plan for index, plan in plans.items()} == dict.fromkeys(plans, True)


def analyse(*tables: str) -> None:
    """Gather statistics, which only the tables' owner may do."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")
