from datetime import date, timedelta

import pytest
from django.test import Client

from directory.models import Role
from plans.models import Commitment, CommitmentProject, Plan, PlanSection
from projects.models import Project
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, UserFactory
from tests.web.pages import client_of, count_on, queries_of, see, status_of

pytestmark = pytest.mark.django_db

TEXT = "第一章 交通\n专栏6 重大项目\n通用航空。运城机\n\n场改扩建、稷山县通用机场。\n第二章 其他"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan with a chapter, a box in it and two commitments, of which one has a project."""
    plan = Plan.objects.create(
        doc="001",
        number="运政发〔2021〕12号",
        title="运城市“十四五”规划",
        issuer="运城市人民政府",
        region_id="140800",
        period_start=2021,
        period_end=2025,
        text=TEXT,
        sha256="0" * 64,
        created_at=NOW,
        updated_at=NOW,
    )
    chapter = _section(plan, "chapter", "第一章", "交通", TEXT.index("第二章"))
    box = _section(plan, "box", "6", "重大项目", TEXT.index("第二章"), parent=chapter)
    airport = _promise(plan, box, "运城机\n\n场改扩建", "运城机场改扩建")
    _promise(plan, box, "稷山县通用机场", "稷山县通用机场")
    CommitmentProject.objects.create(commitment=airport, project=cast.project, basis="规则")
    return plan


def _section(
    plan: Plan, kind: str, number: str, title: str, end: int, parent: PlanSection | None = None
) -> PlanSection:
    start = TEXT.index("专栏") if kind == "box" else 0
    return PlanSection.objects.create(
        plan=plan,
        key=f"{kind}{number}",
        kind=kind,
        number=number,
        title=title,
        start=start,
        end=end,
        order=start,
        parent=parent,
    )


def _promise(plan: Plan, section: PlanSection, quote: str, name: str) -> Commitment:
    start = plan.text.index(quote)
    return Commitment.objects.create(
        plan=plan,
        key=f"001-{start}",
        section=section,
        box="6",
        box_title="重大项目",
        name=name,
        quote=quote,
        start=start,
        end=start + len(quote),
        level=Commitment.Level.PROJECT,
        created_at=NOW,
        updated_at=NOW,
    )


def test_the_library(cast: Cast, plan: Plan) -> None:
    page = see(cast.plan_office, "/plans/")
    for words in ("运城市“十四五”规划", "运政发〔2021〕12号", "2021–2025", "期满"):
        assert words in page, words


def test_figures_of_the_library_lead_to_as_many_rows(cast: Cast, plan: Plan) -> None:
    Project.objects.update(next_due_on=date(2026, 11, 1))
    page = see(cast.plan_office, "/plans/")
    for standing, figure in (("project", 1), ("gap", 1), ("late", 1)):
        link = f"/commitments/?plan={plan.pk}&standing={standing}"
        assert f'href="{link.replace("&", "&amp;")}">{figure}</a>' in page
        assert count_on(see(cast.plan_office, link)) == figure
    assert count_on(see(cast.plan_office, f"/commitments/?plan={plan.pk}")) == 2


def test_a_plan_opens_at_its_first_box_with_the_quotes_marked(cast: Cast, plan: Plan) -> None:
    page = see(cast.plan_office, f"/plans/{plan.pk}/")
    assert "运城机场改扩建<sup>1</sup>" in page, "a quote over two lines is one"
    assert "稷山县通用机场<sup>2</sup>" in page
    assert "plan-box" in page
    assert "缺口：尚无项目承接" in page
    assert f'href="/projects/{cast.project.pk}/"' in page
    assert "规划期已满" in page


def test_one_part_of_it(cast: Cast, plan: Plan) -> None:
    chapter = PlanSection.objects.get(kind="chapter")
    page = see(cast.plan_office, f"/plans/{plan.pk}/?section={chapter.pk}")
    assert 'aria-current="true"' in page
    assert "第一章 交通" in page
    assert status_of(cast.plan_office, f"/plans/{plan.pk}/?section=999999") == 404
    assert status_of(cast.plan_office, f"/plans/{plan.pk}/?section=x") == 404
    assert status_of(cast.plan_office, "/plans/999999/") == 404


def test_a_stranger_reads_the_plan_and_not_the_project(cast: Cast, plan: Plan) -> None:
    page = see(cast.stranger, f"/plans/{plan.pk}/")
    assert "项目不在您的范围内" in page
    assert f"/projects/{cast.project.pk}/" not in page
    assert count_on(see(cast.stranger, "/commitments/?standing=gap")) == 1


def test_the_gap_list(cast: Cast, plan: Plan) -> None:
    page = see(cast.plan_office, "/commitments/?standing=gap")
    assert "<h1>缺口清单</h1>" in page
    assert "稷山县通用机场" in page
    assert count_on(page) == 1
    Commitment.objects.filter(name="稷山县通用机场").update(set_aside_reason="并入他项")
    page = see(cast.plan_office, "/commitments/?standing=gap")
    assert "没有缺口" in page
    assert "并入他项" in see(cast.plan_office, "/commitments/?standing=set_aside")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=机场", 2),
        ("q=运城机场", 1),
        ("q=水库", 0),
        ("level=project", 2),
        ("level=task", 0),
        ("box=6", 2),
        ("sector=01", 0),
        ("standing=late", 0),
        ("standing=nonsense", 0),
        ("region=140802", 1),
    ],
)
def test_filters(cast: Cast, plan: Plan, asked: str, found: int) -> None:
    Commitment.objects.get(name="稷山县通用机场").regions.add(cast.project.region)
    assert count_on(see(cast.plan_office, f"/commitments/?{asked}")) == found


def test_worlds_never_mix(cast: Cast, plan: Plan) -> None:
    office = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    assert "还没有载入规划" in see(office, "/plans/")
    assert status_of(office, f"/plans/{plan.pk}/") == 404
    Plan.objects.update(region=RegionFactory(code="990100"))
    assert "示范市·模拟数据" in see(cast.administrator, f"/plans/{plan.pk}/")
    assert status_of(cast.plan_office, f"/plans/{plan.pk}/") == 404


def test_login_is_required_and_only_reading(cast: Cast, plan: Plan) -> None:
    for address in ("/plans/", f"/plans/{plan.pk}/", "/commitments/"):
        assert Client().get(address).status_code == 302
        assert client_of(cast.plan_office).post(address).status_code == 405


def test_the_same_queries_at_two_sizes(cast: Cast, plan: Plan, today: date) -> None:
    addresses = ("/plans/", f"/plans/{plan.pk}/", "/commitments/")
    few = [queries_of(cast.plan_office, address) for address in addresses]
    section = PlanSection.objects.get(kind="box")
    for start in range(9, 30):
        made = Commitment.objects.create(
            plan=plan,
            key=f"x{start}",
            section=section,
            name=f"条目{start}",
            quote=TEXT[start : start + 2],
            start=start,
            end=start + 2,
            level=Commitment.Level.TASK,
            created_at=NOW,
            updated_at=NOW,
        )
        project = ProjectFactory(next_due_on=today + timedelta(days=start))
        CommitmentProject.objects.create(commitment=made, project=project)
    assert [queries_of(cast.plan_office, address) for address in addresses] == few
    assert max(few) <= 20
