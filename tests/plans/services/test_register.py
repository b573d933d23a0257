"""The projects that rest on the plans: all of them, nothing invented, nothing overwritten."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from directory.models import Department, OutboxEntry, Region, Role, User
from plans.models import Commitment, CommitmentProject
from plans.services.library import load_library
from plans.services.register import load_register
from plans.services.undertakings import SAME_UNDERTAKING, read_undertakings
from projects.models import LightTransition, Milestone, Project, ProjectDepartment
from projects.services.projects import confirm_lead, edit_project, withdraw_project
from tests.factories import NOW, UserFactory
from tests.plans.files import rewrite, row_of
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("register")
AIRPORT = "运城机场改扩建"


def traces() -> dict[str, Any]:
    """What a second run must leave as it is."""
    return {
        "projects": list(Project.objects.order_by("pk").values_list("pk", "code", "version")),
        "leads": list(ProjectDepartment.objects.order_by("pk").values_list("pk", "version")),
        "links": list(CommitmentProject.objects.order_by("pk").values_list()),
        "history": [
            apps.get_model(f"{label}Event")._default_manager.count()
            for label in (
                "projects.Project",
                "projects.ProjectDepartment",
                "plans.CommitmentProject",
            )
        ],
        "lights": LightTransition.objects.count(),
        "outbox": OutboxEntry.objects.count(),
    }


@pytest.fixture
def office() -> User:
    return UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="140800"))


def test_every_commitment_leads_to_a_project_of_its_kind() -> None:
    found = Commitment.objects.annotate(found=Count("projects")).values_list("found", flat=True)
    assert set(found) == {1}
    for link in CommitmentProject.objects.select_related("commitment", "project"):
        assert link.project.kind == link.commitment.level
        assert link.basis
        assert not link.confirmed


def test_the_airport_stands_in_two_plans_and_keeps_each_quote() -> None:
    airport = Project.objects.get(name=AIRPORT)
    assert airport.code.startswith("1408-")
    assert airport.aliases == ["运城张孝机场改扩建工程", "运城张孝机场改扩建"]
    quotes = airport.commitments.order_by("key").values_list("plan__doc", "quote")
    assert list(quotes) == [
        ("000", "运城张孝机场改\n\n扩建工程"),
        ("000", "运城张孝机场改\n\n扩建"),
        ("001", "运城机场改扩建"),
    ]
    assert (airport.region_id, airport.sector_id, airport.nature) == ("140800", "0101", "extension")
    assert (airport.status, airport.status_confirmed) == ("conceived", False)
    assert (airport.light, airport.disclosed) == ("grey", True)
    assert airport.plan_period_end == date(2025, 12, 31)
    lead = airport.parties.get()
    assert (lead.department.code, lead.part, lead.confirmed) == ("140800-jtj", "lead", False)
    assert "行业“机场与通用航空”" in lead.basis


def test_nothing_is_invented() -> None:
    assert not Milestone.objects.exists()
    projects = Project.objects.all()
    assert not projects.exclude(approval_road="").exists()
    assert not projects.exclude(planned_start_year=None, planned_finish_year=None).exists()
    assert not projects.exclude(started_on=None, operating_on=None, company=None).exists()
    assert not projects.filter(status_confirmed=True).exists()
    assert not ProjectDepartment.objects.filter(confirmed=True).exists()
    with_money = projects.exclude(total_investment=None).values_list("name", "total_investment")
    assert list(with_money) == [("洪洞航空经济区", Decimal(600000))]


def test_only_works_that_the_text_says_go_on_are_under_construction() -> None:
    names = Project.objects.filter(status="construction").values_list("name", flat=True)
    assert set(names) == {
        "闻垣高速古城联络线",
        "运三公铁黄河大桥连接线",
        "临猗黄河大桥",
        "G108河津市过境改线寺庄至龙门段改建工程",
        "国家高速续建工程",
        "呼北高速隰县至吉县段",
        "长延高速黎城至霍州段",
        "市级智慧交通平台",
        "智慧物流园工程",
        "临猗县三科农商城建设项目",
        "全国煤层气交易中心",
        "全国煤层气“一枢纽三基地一中心”",
        "百里沁河生态带",
        "晋南新特药基地",
        "晋城国家级工业资源综合利用基地",
    }
    assert "“续建”" in Project.objects.get(name="临猗黄河大桥").status_basis


def test_programmes_have_their_members() -> None:
    airports = Project.objects.get(name="通用机场工程")
    assert airports.kind == "programme"
    assert airports.members.count() == 8
    for commitment in Commitment.objects.exclude(parent=None).select_related("parent"):
        assert commitment.parent is not None
        project = commitment.projects.get()
        assert project.parent == commitment.parent.projects.get()


def test_a_city_s_section_of_a_line_is_its_own_project() -> None:
    line = Project.objects.get(name="韩城至河津至侯马客运专线")
    section = Project.objects.get(name="韩城-河津-侯马高铁临汾段客运专线")
    assert (line.region_id, section.region_id) == ("140800", "141000")
    assert line.code.startswith("1408-")
    assert section.code.startswith("1410-")
    assert (line.content, section.content) == ("", "全长：80公里")
    touched = line.touched.order_by("region").values_list("region_id", flat=True)
    assert list(touched) == ["140882", "141081"]


def test_codes_follow_the_boxes_and_then_the_running_text() -> None:
    led_by = read_undertakings(SAME_UNDERTAKING, Commitment.objects.values_list("key", flat=True))
    codes = {
        project.code: min(
            (not one.box, led_by.leading(one.key)) for one in project.commitments.all()
        )
        for project in Project.objects.prefetch_related("commitments")
    }
    assert len(codes) == Project.objects.count()
    for city in ("14", "1405", "1408", "1410"):
        in_order = sorted(code for code in codes if code.startswith(f"{city}-"))
        assert [codes[code] for code in in_order] == sorted(codes[code] for code in in_order)
        assert in_order[0] == f"{city}-0001"
        assert in_order[-1] == f"{city}-{len(in_order):04d}"


def test_what_is_said_elsewhere_of_the_same_undertaking_counts_too() -> None:
    park = Project.objects.get(name="襄汾县陶寺考古遗址公园建设")
    assert park.content.startswith("主要包括M3015")
    irrigation = Project.objects.get(name="常乐垣中型灌区续建配套与节水改造工程")
    assert irrigation.region_id == "140829"


def test_a_second_run_touches_nothing() -> None:
    before = traces()
    again = load_register(now=NOW)
    assert traces() == before
    assert again.created == {"projects": 0, "links": 0}


def test_what_people_changed_stays(office: User) -> None:
    airport = Project.objects.get(name=AIRPORT)
    edit_project(
        project_id=airport.pk,
        version=airport.version,
        values={"name": "运城机场T2航站楼及飞行区改扩建"},
        actor=office,
        now=NOW,
    )
    other = Department.objects.get(code="140800-fgw")
    confirm_lead(project_id=airport.pk, department_id=other.pk, actor=office, now=NOW)
    wrong = Project.objects.get(name="运城市会展中心")
    withdraw_project(
        project_id=wrong.pk, version=wrong.version, reason="重复", actor=office, now=NOW
    )
    before = traces()
    load_library(now=NOW)
    load_register(now=NOW)
    assert traces() == before
    airport.refresh_from_db()
    assert airport.name == "运城机场T2航站楼及飞行区改扩建"


def test_a_link_that_people_took_away_stays_away() -> None:
    commitment = Commitment.objects.get(key="001-06-02")
    CommitmentProject.objects.get(commitment=commitment).delete()
    again = load_register(now=NOW)
    assert again.created == {"projects": 0, "links": 0}
    assert list(Commitment.objects.without_project()) == [commitment]


def test_what_was_set_aside_gets_no_project(folder: Path) -> None:
    more = Commitment.objects.get(key="001-06-02")
    clone = {"key": "001-06-90", "name": "另一机场", "start": more.start, "end": more.end - 1}
    for field, value in {"pk": None, "set_aside_reason": "不再建设", **clone}.items():
        setattr(more, field, value)
    more.save(force_insert=True)
    assert load_register(now=NOW).created == {"projects": 0, "links": 0}


def test_a_commitment_that_comes_later_takes_the_next_code(folder: Path) -> None:
    row: dict[str, Any] = {}

    def add(rows: list[dict[str, Any]]) -> None:
        row.update(
            row_of(rows, "001-06-02"),
            id="001-06-00",
            name="通用机场",
            quote="通用机场",
            start=34393,
            end=34397,
        )
        rows.append(row)

    rewrite(folder, add)
    before = sorted(Project.objects.values_list("code", "name"))
    of_the_city = [code for code, _name in before if code.startswith("1408-")]
    load_library(now=NOW, folder=folder)
    created = load_register(now=NOW, folder=folder).created
    assert created == {"projects": 1, "links": 1}
    assert Project.objects.get(name="通用机场").code == f"1408-{len(of_the_city) + 1:04d}"
    assert set(before) < set(Project.objects.values_list("code", "name"))


def test_another_mention_joins_the_project_that_is_there(folder: Path, tmp_path: Path) -> None:
    def add(rows: list[dict[str, Any]]) -> None:
        rows.append(
            {
                **row_of(rows, "001-06-01"),
                "id": "001-t-000",
                "name": "机场",
                "quote": "机场",
                "start": 34379,
                "end": 34381,
            }
        )

    rewrite(folder, add)
    decisions = json.loads(SAME_UNDERTAKING.read_text("utf-8"))
    decisions["same"][0]["commitments"].append("001-t-000")
    path = tmp_path / "same_undertaking.json"
    path.write_text(json.dumps(decisions), "utf-8")
    load_library(now=NOW, folder=folder)
    before = Project.objects.get(name=AIRPORT)
    created = load_register(now=NOW, folder=folder, decisions=path).created
    assert created == {"projects": 0, "links": 1}
    after = Project.objects.get(name=AIRPORT)
    assert (after.version, after.commitments.count()) == (before.version, 4)


@pytest.mark.parametrize(
    "decisions",
    [
        {"same": [{"commitments": ["001-06-01", "001-99-01"], "name": "一", "reason": "二"}]},
        {"same": [{"commitments": ["001-06-01"], "name": "一", "reason": ""}]},
        {"same": [{"commitments": ["001-06-01"], "name": "一", "reason": "二"}] * 2},
        {
            "same": [{"commitments": ["001-06-01", "001-06-02"], "name": "一", "reason": "二"}],
            "apart": [{"commitments": ["001-06-02", "001-06-01"], "reason": "二"}],
        },
        {"same": {}},
    ],
)
def test_decisions_that_do_not_hold_are_refused(tmp_path: Path, decisions: Any) -> None:
    path = tmp_path / "same_undertaking.json"
    path.write_text(json.dumps({"apart": [], **decisions}), "utf-8")
    with refused("file_row"):
        load_register(now=NOW, decisions=path)


def test_history_says_that_setup_proposed_it() -> None:
    airport = Project.objects.get(name=AIRPORT)
    events = apps.get_model("projects.ProjectEvent")._default_manager.filter(pgh_obj=airport)
    contexts = [event.pgh_context.metadata for event in events.select_related("pgh_context")]
    assert contexts
    assert {one["action"] for one in contexts} == {"plans.load_register"}
    assert {one["actor"] for one in contexts} == {None}
    entry = OutboxEntry.objects.get(resource="projects", object_id=str(airport.pk))
    assert (entry.change, entry.object_version) == ("created", airport.version)


def test_the_number_of_statements_does_not_grow_with_the_projects() -> None:
    with CaptureQueriesContext(connection) as captured:
        load_register(now=NOW)
    assert len(captured) < 30
