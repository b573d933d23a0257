"""The project's page: where it stands, what it rests on, and only the acts that one may do."""

import pathlib
import re

import pytest
from django.test import Client

from projects.models import Permit, PermitMatter, Project, ProjectDepartment
from projects.services import milestones, reports
from projects.services.evidence import Upload
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory
from tests.web.pages import client_of, queries_of, see, status_of
from web.history import ACTIONS

PDF = b"%PDF-1.7 what was approved"


def address_of(project: Project) -> str:
    return f"/projects/{project.pk}/"


def milestone(cast: Cast, **values: object) -> object:
    return MilestoneFactory(project=cast.project, department=cast.lead_department, **values)


def test_the_head_says_where_it_stands(cast: Cast, today: object) -> None:
    milestone(cast, name="主体完工", due_on=NOW.date().replace(day=1), first_due_on="2026-09-30")
    page = see(cast.plan_office, address_of(cast.project))

    assert "运城机场改扩建" in page
    assert "运城市交通运输局" in page
    assert "逾期 22 天" in page
    assert "2026-09-30" in page
    assert "未排期" in page  # the light was not judged yet


def test_what_is_proposed_is_marked(cast: Cast) -> None:
    lead = cast.project.parties.filter(part=ProjectDepartment.Part.LEAD)
    lead.update(confirmed=False, basis="行业对应的主管部门")
    page = see(cast.plan_office, address_of(cast.project))

    assert "拟定" in page
    assert "行业对应的主管部门" in page
    assert "确认牵头单位" in page


def test_only_what_one_may_do_is_offered(cast: Cast) -> None:
    one = milestone(cast, due_on="2026-12-01")
    complete = f"/milestones/{one.pk}/complete/"  # type: ignore[attr-defined]
    seen = {
        name: see(user, address_of(cast.project))
        for name, user in cast.people().items()
        if name not in ("stranger", "integration")
    }

    assert {name for name, page in seen.items() if complete in page} == {
        "plan_office",
        "lead",
        "head",
        "administrator",
    }
    assert {name for name, page in seen.items() if "/lead/" in page} == {
        "plan_office",
        "administrator",
    }
    assert "/change/" not in seen["leader"]


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    assert status_of(cast.stranger, address_of(cast.project)) == 404
    assert status_of(cast.stranger, f"{address_of(cast.project)}history/") == 404


def test_one_logs_in_first(cast: Cast) -> None:
    answer = Client().get(address_of(cast.project))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


def test_it_is_only_read(cast: Cast) -> None:
    assert client_of(cast.lead).post(address_of(cast.project)).status_code == 405


def test_a_page_asks_the_same_number_of_queries_however_much_it_shows(cast: Cast) -> None:
    milestone(cast, due_on="2026-12-01")
    few = queries_of(cast.plan_office, address_of(cast.project))
    matters = [
        PermitMatter.objects.create(code=f"m{n}", name=f"手续{n}", name_en="Permit", order=n)
        for n in range(5)
    ]
    for n, matter in enumerate(matters):
        milestone(cast, due_on=f"2026-12-{n + 2:02d}")
        Permit.objects.create(project=cast.project, matter=matter, created_at=NOW, updated_at=NOW)
        ProjectFactory(parent=cast.project, region=cast.project.region)

    assert queries_of(cast.plan_office, address_of(cast.project)) == few


def test_a_long_name_stands_whole(cast: Cast) -> None:
    name = "运城市" + "黄河流域生态保护和高质量发展" * 4
    Project.objects.filter(pk=cast.project.pk).update(name=name)

    assert name in see(cast.leader, address_of(cast.project))


def test_the_history_speaks_to_people(cast: Cast) -> None:
    one = milestone(cast, name="初步设计批复", due_on="2026-12-01")
    milestones.complete(
        milestone_id=one.pk,  # type: ignore[attr-defined]
        actual_on=NOW.date(),
        note="批复文号 12 号",
        actor=cast.lead,
        now=NOW,
    )
    Project.objects.filter(pk=cast.project.pk).update(place="外部改动")
    page = see(cast.plan_office, f"{address_of(cast.project)}history/")

    assert "完成节点" in page
    assert "lead同志" in page
    assert "批复文号 12 号" in page
    assert "未完成" in page
    assert "已完成" in page
    assert "由系统外修改" in page


def test_every_act_on_the_register_has_words() -> None:
    """A new service names itself here too, or its readers see a code."""
    of_other_things = {"list.create", "round.open", "reference.load"}
    services = pathlib.Path(reports.__file__).parent.glob("*.py")
    named = {
        name
        for path in services
        for name in re.findall(r'unit_of_work\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }

    assert named - of_other_things <= set(ACTIONS)


@pytest.fixture
def file_address(cast: Cast) -> str:
    one = milestone(cast, due_on="2026-12-01")
    milestones.complete(
        milestone_id=one.pk,  # type: ignore[attr-defined]
        actual_on=NOW.date(),
        evidence=[Upload("批复 <1>.pdf", PDF)],
        actor=cast.lead,
        now=NOW,
    )
    return f"/evidence/{cast.project.evidence.get().pk}/"


def test_a_file_is_a_download_and_never_a_page(cast: Cast, file_address: str) -> None:
    answer = client_of(cast.leader).get(file_address)

    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_file_is_for_those_who_see_its_project(cast: Cast, file_address: str) -> None:
    assert status_of(cast.stranger, file_address) == 404
    assert Client().get(file_address).status_code == 302
