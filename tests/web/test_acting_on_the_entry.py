"""Acts on a project's entry: its facts, its supporting departments, its status, its quotes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plans.models import Commitment, CommitmentProject, Plan
from projects.models import PermitMatter, Project, Sector
from projects.services import milestones
from projects.services import projects as register
from tests.cast import Cast
from tests.factories import (
    NOW,
    CompanyFactory,
    DepartmentFactory,
    MilestoneFactory,
    ProjectFactory,
    RegionFactory,
)
from tests.web.acting import FIELD, form_of, send, text_of
from tests.web.pages import client_of, see, status_of


def facts_of(project: Project, **values: str) -> dict[str, str]:
    """The facts as the form sends them when nobody changed them."""
    return {
        "name": project.name,
        "sector": project.sector_id,
        "level": project.level,
        **values,
    }


# --- facts ----------


def test_the_office_changes_facts(cast: Cast) -> None:
    company = CompanyFactory(name="运城机场公司", region=cast.project.region)
    address = f"/projects/{cast.project.pk}/facts/"

    answer = send(
        client_of(cast.plan_office),
        address,
        **facts_of(
            cast.project,
            name="运城关公机场改扩建",
            aliases="运城机场\r\n 关公机场 \r\n",
            national_code="2104-140802-89-01-123456",
            total_investment="12345.5",
            planned_start_year="2024",
            planned_finish_year="2027",
            company=str(company.pk),
            content="航站楼\r\n跑道",
            disclosed="on",
        ),
    )

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#facts")
    project = Project.objects.get(pk=cast.project.pk)
    assert project.name == "运城关公机场改扩建"
    assert project.aliases == ["运城机场", "关公机场"]
    assert project.total_investment == Decimal("12345.5")
    assert (project.planned_start_year, project.planned_finish_year) == (2024, 2027)
    assert (project.company, project.content) == (company, "航站楼\n跑道")
    assert project.disclosed
    page = see(cast.plan_office, address)
    assert 'value="12345.5"' in page
    assert "运城机场\n关公机场</textarea>" in page


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": " "}, "name", "该字段是必填项"),
        ({"national_code": "2104"}, "national_code", "项目代码"),
        (
            {"planned_start_year": "2027", "planned_finish_year": "2024"},
            "planned_finish_year",
            "不能早于开工年份",
        ),
        ({"aliases": "长" * 201}, "aliases", "200"),
        ({"company": "999"}, "company", "999"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(
    cast: Cast, values: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(
        client_of(cast.plan_office),
        f"/projects/{cast.project.pk}/facts/",
        **facts_of(cast.project, **values),
    )

    assert answer.status_code == 422
    assert f'id="facts-{cast.project.pk}-{field}_error"' in text_of(answer)
    assert sentence in text_of(answer)


def test_a_national_code_is_worth_one_project(cast: Cast) -> None:
    holder = ProjectFactory(region=cast.project.region, national_code="2104-140802-89-01-123456")

    answer = send(
        client_of(cast.plan_office),
        f"/projects/{cast.project.pk}/facts/",
        **facts_of(cast.project, national_code="2104-140802-89-01-123456"),
    )

    assert answer.status_code == 422
    assert f'id="facts-{cast.project.pk}-national_code_error"' in text_of(answer)
    assert holder.name in text_of(answer)


def test_facts_that_changed_in_the_meantime_stand_side_by_side(cast: Cast) -> None:
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/facts/"
    seen = form_of(client, address)
    register.edit_project(
        project_id=cast.project.pk,
        version=cast.project.version,
        values={"place": "陶村镇", "total_investment": Decimal(900)},
        actor=cast.administrator,
        now=NOW,
    )
    typed = facts_of(cast.project, place="张孝村", total_investment="800")

    answer = client.post(address, seen | typed)

    page = text_of(answer)
    assert answer.status_code == 409
    assert "<mark>张孝村</mark>" in page
    assert "陶村镇" in page
    assert "<mark>800</mark>" in page
    assert "<td>900</td>" in page
    again = dict(FIELD.findall(page))
    assert client.post(address, again | typed).status_code == 302
    assert Project.objects.get(pk=cast.project.pk).place == "张孝村"


def test_a_company_of_another_city_is_not_offered(cast: Cast) -> None:
    CompanyFactory(name="临汾某公司", region=RegionFactory(code="141000", name="临汾市"))

    assert "临汾某公司" not in see(cast.plan_office, f"/projects/{cast.project.pk}/facts/")


# --- supporting departments ----------


def test_the_office_names_the_supporting_departments(cast: Cast) -> None:
    other = DepartmentFactory(code="140800-sthjj", name="运城市生态环境局")
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/supporting/"
    page = text_of(client.get(address))
    assert "运城市生态环境局" in page
    assert f'value="{cast.lead_department.pk}"' not in page

    assert send(client, address, departments=[str(other.pk)]).status_code == 302
    supporting = cast.project.parties.filter(part="supporting")
    assert [row.department for row in supporting] == [other]
    assert send(client, address, departments=[]).status_code == 302
    assert not cast.project.parties.filter(part="supporting").exists()


def test_departments_that_changed_in_the_meantime_are_a_conflict(cast: Cast) -> None:
    other = DepartmentFactory(code="140800-sthjj", name="运城市生态环境局")
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/supporting/"
    seen: dict[str, Any] = form_of(client, address)
    Project.objects.filter(pk=cast.project.pk).update(version=9)

    answer = client.post(address, seen | {"departments": [str(other.pk)]})

    assert answer.status_code == 409
    assert "<mark>运城市生态环境局</mark>" in text_of(answer)
    assert "<td>运城市规划和自然资源局</td>" in text_of(answer)


# --- status ----------


def test_only_legal_moves_are_offered(cast: Cast) -> None:
    address = f"/projects/{cast.project.pk}/move/"
    Project.objects.filter(pk=cast.project.pk).update(status="conceived")
    page = see(cast.plan_office, address)
    assert 'value="reserve"' in page
    assert 'value="construction"' not in page

    Project.objects.filter(pk=cast.project.pk).update(status="performing")
    assert address not in see(cast.plan_office, f"/projects/{cast.project.pk}/")


def test_the_gate_says_what_is_missing(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status="conceived")
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/move/"

    answer = send(client, address, after="reserve", effective_on="2026-11-20")
    assert answer.status_code == 422
    assert "可研批复" in text_of(answer)

    matter = PermitMatter.objects.create(
        code="feasibility", name="可研批复", name_en="Feasibility", order=1
    )
    cast.project.permits.create(
        matter=matter, state="done", issued_on="2026-01-05", created_at=NOW, updated_at=NOW
    )
    assert send(client, address, after="reserve", effective_on="2026-11-20").status_code == 302
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.status, project.status_confirmed) == ("reserve", True)
    assert "项目状态已调整" in text_of(client.get(f"/projects/{cast.project.pk}/"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"after": "suspended"}, "reason"),
        ({"after": "performing"}, "after"),
        ({"after": "cancelled", "reason": "x", "effective_on": "2026-11-24"}, "effective_on"),
    ],
)
def test_a_move_is_refused_at_its_field(cast: Cast, values: dict[str, str], field: str) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status="conceived")
    answer = send(
        client_of(cast.plan_office),
        f"/projects/{cast.project.pk}/move/",
        **{"effective_on": "2026-11-20"} | values,
    )

    assert answer.status_code == 422
    assert f'id="move-{cast.project.pk}-{field}_error"' in text_of(answer)


def test_a_suspended_project_is_not_said_to_be_without_dates(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status="suspended", light="grey")

    page = see(cast.plan_office, f"/projects/?status=suspended&region={cast.project.region_id}")
    assert "不评灯" in page
    Project.objects.filter(pk=cast.project.pk).update(status="reserve")
    page = see(cast.plan_office, f"/projects/?status=reserve&region={cast.project.region_id}")
    assert "不评灯" not in page


# --- quotes ----------


@pytest.fixture
def link(cast: Cast) -> CommitmentProject:
    plan = Plan.objects.create(
        doc="901",
        title="综合交通规划",
        region_id="140800",
        text="实施运城机场改扩建。",
        created_at=NOW,
        updated_at=NOW,
    )
    commitment = Commitment.objects.create(
        plan=plan,
        key="901-1",
        name="运城机场改扩建",
        quote="运城机场改扩建",
        start=2,
        end=9,
        level="project",
        created_at=NOW,
        updated_at=NOW,
    )
    return CommitmentProject.objects.create(
        commitment=commitment, project=cast.project, basis="按规则提出：名称相同"
    )


def test_the_office_confirms_a_quote_in_one_click(cast: Cast, link: CommitmentProject) -> None:
    address, page = f"/quotes/{link.pk}/confirm/", f"/projects/{cast.project.pk}/"
    assert "按规则提出" in see(cast.plan_office, page)
    assert address in see(cast.plan_office, page)
    assert address not in see(cast.lead, page)
    assert status_of(cast.lead, address) == 403
    assert status_of(cast.stranger, address) == 404

    answer = client_of(cast.plan_office).post(address)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{page}#quotes"
    assert address not in see(cast.plan_office, page)
    assert "按规则提出" not in see(cast.plan_office, page)
    assert client_of(cast.plan_office).post(address).status_code == 422
    assert "确认规划出处" in see(cast.plan_office, f"{page}history/")


def test_a_basis_is_no_longer_told_of_what_is_confirmed(
    cast: Cast, link: CommitmentProject
) -> None:
    CommitmentProject.objects.filter(pk=link.pk).update(confirmed=True)
    cast.project.parties.update(confirmed=True, basis="按规则提出：单位")
    Project.objects.filter(pk=cast.project.pk).update(
        status_confirmed=True, status_basis="按规则提出：状态"
    )

    assert "按规则提出" not in see(cast.plan_office, f"/projects/{cast.project.pk}/")


# --- the counts above the page ----------


def test_after_an_act_in_place_the_count_above_is_fresh(cast: Cast) -> None:
    one = MilestoneFactory(
        project=cast.project, department=cast.lead_department, due_on=date(2026, 11, 1)
    )
    client, address = client_of(cast.lead), f"/projects/{cast.project.pk}/"
    inside: dict[str, Any] = {"HX-Request": "true", "HX-Target": "content"}
    assert 'class="top-count has-some"' in text_of(client.get(address, headers=inside))

    milestones.complete(milestone_id=one.pk, actual_on=date(2026, 11, 20), actor=cast.lead, now=NOW)
    after = text_of(client.get(address, headers=inside))
    assert 'id="header-overdue" class="top-count"' in after
    assert "<b>0</b>" in after
    assert 'hx-select-oob="#header-overdue"' in text_of(client.get(f"{address}files/"))


def test_sectors_are_offered_under_their_upper_ones(cast: Cast) -> None:
    upper = Sector.objects.create(code="zz", name="交通运输", name_en="Transport")
    Sector.objects.create(code="zz-air", name="民航", name_en="Aviation", parent=upper)

    assert '<optgroup label="交通运输">' in see(
        cast.plan_office, f"/projects/{cast.project.pk}/facts/"
    )
