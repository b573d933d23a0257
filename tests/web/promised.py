"""A small plan with a chapter, a box and two promises, for the pages that read plans."""

from datetime import date, timedelta

from plans.models import Commitment, CommitmentProject, Plan, PlanSection
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory

TEXT = "第一章 交通\n专栏6 重大项目\n通用航空。运城机\n\n场改扩建、稷山县通用机场。\n第二章 其他"


def make_plan(cast: Cast) -> Plan:
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


def promise_more(plan: Plan, today: date) -> None:
    """Twenty more commitments, each with a project."""
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
