"""The 催报 text: what an office pastes into the group chat."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Role
from projects.models import ListEntry, Project, ProjectList, Report, Status
from reminders.queries.chase import _numeral, chase_text
from tests.cast import Cast
from tests.factories import (
    NOW,
    DepartmentFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
)
from tests.reminders.stage import MONDAY, owed


def test_the_text_as_an_office_pastes_it(cast: Cast) -> None:
    owed(cast, MONDAY - timedelta(days=47), name="初步设计批复")
    owed(cast, MONDAY - timedelta(days=3), name="施工图审查")
    owed(cast, MONDAY - timedelta(days=10), name="用地批复", department=cast.stranger_department)
    owed(cast, MONDAY, name="今日到期的不算逾期")
    other: Project = ProjectFactory(name="体育公园")
    PartyFactory(project=other, department=cast.stranger_department)
    RoundFactory(due_on=date(2026, 11, 25))
    assert (
        chase_text(cast.plan_office, today=MONDAY)
        == f"""\
【重大项目催报】运城市，截至2026年11月23日
共涉及 2 个单位。
逾期节点 3 个，涉及项目 1 个，最长逾期 47 天。
2026年10月月报未报项目 2 个（11月25日截止，还有 2 天）。

一、运城市交通运输局：逾期节点 2 个，最长 47 天；月报未报 1 个
1. 运城机场改扩建：初步设计批复，应于 2026-10-07 完成，逾期 47 天
2. 运城机场改扩建：施工图审查，应于 2026-11-20 完成，逾期 3 天
2026年10月月报未报：运城机场改扩建

二、运城市体育局：逾期节点 1 个，最长 10 天；月报未报 1 个
1. 运城机场改扩建：用地批复，应于 2026-11-13 完成，逾期 10 天
2026年10月月报未报：体育公园

请以上单位抓紧推进，并及时在系统中填报完成情况；确需调整时间的，请按程序提交调整申请。
办理入口：{settings.PUBLIC_URL}/"""
    )


def test_one_unit_alone(cast: Cast) -> None:
    owed(cast, MONDAY - timedelta(days=1))
    owed(cast, MONDAY - timedelta(days=1), department=cast.stranger_department)
    text = chase_text(cast.plan_office, today=MONDAY, department_id=cast.stranger_department.pk)
    assert "运城市体育局" in text
    assert "运城市交通运输局" not in text


def test_a_long_list_is_cut_and_says_so(cast: Cast) -> None:
    for number in range(8):
        owed(cast, MONDAY - timedelta(days=1 + number))
    text = chase_text(cast.plan_office, today=MONDAY)
    assert text.count("应于") == 5
    assert "逾期节点 8 个" in text
    assert "另有 3 个逾期节点，详见系统。" in text


def test_a_report_that_two_rounds_ask_for_is_counted_once(cast: Cast) -> None:
    named: ProjectList = ProjectListFactory()
    ListEntry.objects.create(
        project_list=named, project=cast.project, created_at=NOW, updated_at=NOW
    )
    RoundFactory(due_on=date(2026, 11, 25))
    RoundFactory(due_on=date(2026, 11, 20), project_list=named)
    text = chase_text(cast.plan_office, today=MONDAY)
    assert "2026年10月月报未报项目 1 个（应于 11月20日前报送，逾期 3 天）。" in text
    assert "运城市交通运输局：月报未报 1 个\n2026年10月月报未报：运城机场改扩建\n" in text


def test_the_text_asks_the_same_number_of_questions(cast: Cast) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            chase_text(cast.plan_office, today=MONDAY)
        return len(captured)

    RoundFactory(due_on=date(2026, 11, 25))
    owed(cast, MONDAY - timedelta(days=1))
    few = questions()
    for _ in range(10):
        department = DepartmentFactory()
        project = ProjectFactory()
        PartyFactory(project=project, department=department)
        owed(cast, MONDAY - timedelta(days=2), project=project, department=department)
    assert questions() == few


def test_nothing_owed_says_so_and_claims_no_report_that_nobody_asked_for(cast: Cast) -> None:
    text = chase_text(cast.plan_office, today=MONDAY)
    assert text.endswith("没有逾期节点，目前没有月报要报。")
    RoundFactory(due_on=date(2026, 11, 25))
    Report.objects.create(
        project=cast.project,
        year=2026,
        month=10,
        pool=Status.CONSTRUCTION,
        state=Report.State.SUBMITTED,
        step=1,
        submitted_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    text = chase_text(cast.plan_office, today=MONDAY)
    assert text.endswith("没有逾期节点，月报均已报送。")


def test_the_worlds_do_not_mix_and_the_simulated_one_says_so(cast: Cast) -> None:
    city = RegionFactory(code="990100", name="示范市")
    bureau = DepartmentFactory(code="990100-jtj", name="示范市交通局", region=city)
    project = ProjectFactory(name="示范快速路", region=RegionFactory(code="990101"))
    owed(cast, MONDAY - timedelta(days=1), project=project, department=bureau)
    owed(cast, MONDAY - timedelta(days=1))
    office = UserFactory(username="demo", role=Role.PLAN_OFFICE, region=city)
    text = chase_text(office, today=MONDAY)
    assert text.startswith("【示范市·模拟数据，非真实项目】\n【重大项目催报】示范市，")
    assert "运城" not in text
    for person in (cast.plan_office, cast.administrator):
        text = chase_text(person, today=MONDAY)
        assert "示范" not in text
        assert "运城机场改扩建" in text


def test_numerals() -> None:
    assert [_numeral(n) for n in (1, 10, 11, 20, 23, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十三",
        "九十九",
        "100",
    ]
