"""A plan whose period is over, with a programme and its members, and the plan that follows it."""

from dataclasses import dataclass
from typing import Any

from plans.models import Commitment, CommitmentProject, Plan, PlanSection
from projects.models import Project, Status
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory

STAMPS: Any = {"created_at": NOW, "updated_at": NOW}
TEXT = (
    "第一章 交通\n专栏6 重大项目\n运城机场改扩建。稷山县通用机场。\n"
    "公路提升行动：万荣至稷山公路、闻喜至垣曲公路。\n正文提出建设黄河一号旅游路。\n"
    "第二章 水利\n引黄济涑工程。"
)
LATER_TEXT = "续建稷山县通用机场项目。新建湖滨大道。"


@dataclass(frozen=True)
class Stage:
    """The plan that is closed, the one that follows, and their commitments by name."""

    plan: Plan
    later: Plan
    named: dict[str, Commitment]
    projects: dict[str, Project]

    def version(self, name: str) -> int:
        """The version of a commitment's verdict, 0 where there is none."""
        found = Commitment.objects.select_related("verdict").get(pk=self.named[name].pk)
        return found.verdict.version if hasattr(found, "verdict") else 0


def make_plan(doc: str, text: str, start: int | None, end: int | None, region: str) -> Plan:
    """A plan with this text and period."""
    return Plan.objects.create(
        doc=doc,
        number=f"运政发〔{start}〕12号" if start else "",
        title=f"运城市{start}年规划" if start else "无规划期的意见",
        issuer="运城市人民政府",
        region=RegionFactory(code=region),
        period_start=start,
        period_end=end,
        text=text,
        sha256="0" * 64,
        **STAMPS,
    )


def make_section(
    plan: Plan, kind: str, number: str, title: str, span: str, parent: PlanSection | None = None
) -> PlanSection:
    """A part of a plan that reaches over these words of its text."""
    start = plan.text.index(span)
    return PlanSection.objects.create(
        plan=plan,
        key=f"{kind}{number}",
        kind=kind,
        number=number,
        title=title,
        start=start,
        end=start + len(span),
        order=start * 10 + (kind == "box"),
        parent=parent,
    )


def promise(
    plan: Plan, section: PlanSection | None, name: str, *, quote: str = "", **values: Any
) -> Commitment:
    """A commitment that a plan's text names."""
    quote = quote or name
    start = plan.text.index(quote)
    box = section is not None and section.kind == PlanSection.Kind.BOX
    return Commitment.objects.create(
        plan=plan,
        key=f"{plan.doc}-{start}",
        section=section,
        box=section.number if box and section else "",
        box_title=section.title if box and section else "",
        name=name,
        quote=quote,
        start=start,
        end=start + len(quote),
        **{"level": "project", **values},
        **STAMPS,
    )


def set_stage(cast: Cast, *, region: str = "140800") -> Stage:
    """An airport that is performing, another without a project, a programme of two roads, a road
    in the running text whose status is not confirmed, and a canal in another chapter."""
    plan = make_plan("901", TEXT, 2021, 2025, region)
    later = make_plan("902", LATER_TEXT, 2026, 2030, region)
    first = make_section(plan, "chapter", "第一章", "交通", TEXT[: TEXT.index("第二章")])
    box = make_section(plan, "box", "6", "重大项目", TEXT[8 : TEXT.index("正文")], first)
    second = make_section(plan, "chapter", "第二章", "水利", TEXT[TEXT.index("第二章") :])
    named = {
        "airport": promise(plan, box, "运城机场改扩建"),
        "gap": promise(plan, box, "稷山县通用机场"),
        "programme": promise(plan, box, "公路提升行动", level="programme"),
    }
    under: Any = {"parent": named["programme"]}
    named["road"] = promise(plan, box, "万荣至稷山公路", **under)
    named["other"] = promise(plan, box, "闻喜至垣曲公路", **under)
    named["prose"] = promise(plan, first, "黄河一号旅游路")
    named["canal"] = promise(plan, second, "引黄济涑工程")
    named["next"] = promise(later, None, "稷山县通用机场项目")
    Project.objects.filter(pk=cast.project.pk).update(
        status=Status.PERFORMING, status_confirmed=True, operating_on="2024-06-30"
    )
    cast.project.refresh_from_db()
    confirmed: Any = {"region": cast.project.region, "status_confirmed": True, "disclosed": True}
    projects: dict[str, Any] = {
        "airport": cast.project,
        "road": ProjectFactory(name="万荣至稷山公路", **confirmed),
        "other": ProjectFactory(name="闻喜至垣曲公路", status=Status.RESERVE, **confirmed),
        "prose": ProjectFactory(name="黄河一号旅游路", region=cast.project.region),
        "canal": ProjectFactory(name="引黄济涑", status=Status.CANCELLED, **confirmed),
    }
    for name, project in projects.items():
        CommitmentProject.objects.create(commitment=named[name], project=project, basis="规则")
    return Stage(plan, later, named, projects)
