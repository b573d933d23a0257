"""Who may do what: every action × every kind of person, as one table."""

from dataclasses import dataclass

import pytest

from directory.errors import NotPermitted
from directory.models import Department, Role, User
from projects import policy
from projects.models import ChangeRequest, Level, Project, ProjectDepartment, Report
from projects.policy import Action
from tests.cast import Cast
from tests.factories import (
    CompanyFactory,
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
)

#                    c  e  c  s  c  f  r  r  r  d  m  a  b  w  l  r
#                    r  d  o  c  o  o  e  e  e  e  o  t  l  i  i  o
#                    e  i  n  h  m  r  p  v  q  c  v  t  o  t  s  u
#                    a  t  f  e  p  e  o  i  u  i  e  a  c  h  t  n
#                    t     i  d  l  c  r  e  e  d     c  k  d  s  d
#                    e     r  u  e  a  t  w  s  e     h  e  r     s
TABLE = {
    "administrator": "x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x",
    "city_admin":    "x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x",
    "plan_office":   "x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x",
    "county_office": ".  .  .  .  .  x  x  x  x  .  .  x  x  .  .  .",
    "county_level":  ".  x  x  x  .  x  x  x  x  .  .  x  x  .  .  .",
    "other_county":  ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "other_office":  ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "lead":          ".  .  .  .  x  x  x  .  x  .  .  x  x  .  .  .",
    "head":          ".  .  .  .  x  x  x  .  x  .  .  x  x  .  .  .",
    "responsible":   ".  .  .  .  x  x  x  .  x  .  .  x  x  .  .  .",
    "supporter":     ".  .  .  .  .  .  x  .  .  .  .  x  x  .  .  .",
    "stranger":      ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "company":       ".  .  .  .  .  x  x  .  x  .  .  x  x  .  .  .",
    "other_company": ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "leader":        ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "statistics":    ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "supervision":   ".  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .",
    "auditor":       ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "integration":   ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
    "writer":        "x  x  .  .  .  x  x  .  x  .  .  x  x  .  .  .",
    "dismissed":     ".  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .",
}  # fmt: skip
COLUMNS = (
    Action.CREATE,
    Action.EDIT,
    Action.CONFIRM,
    Action.SCHEDULE,
    Action.COMPLETE,
    Action.FORECAST,
    Action.REPORT,
    Action.REVIEW_REPORT,
    Action.REQUEST_CHANGE,
    Action.DECIDE_CHANGE,
    Action.MOVE_STATUS,
    Action.ATTACH,
    Action.RAISE_BLOCKER,
    Action.WITHDRAW,
    Action.MANAGE_LISTS,
    Action.MANAGE_ROUNDS,
)


@dataclass(frozen=True)
class Scene:
    """The cast's project, one of county level beside it, and one more of every other kind of
    person."""

    cast: Cast
    of_county: Project
    people: dict[str, User]
    responsible: Department


@pytest.fixture
def scene(cast: Cast) -> Scene:
    company = CompanyFactory()
    Project.objects.filter(pk=cast.project.pk).update(company=company)
    cast.project.refresh_from_db()
    responsible = DepartmentFactory(name="运城市公路局")
    PartyFactory(
        project=cast.project, department=responsible, part=ProjectDepartment.Part.RESPONSIBLE
    )
    city = cast.plan_office.region
    linfen = RegionFactory(code="141000", name="临汾市")
    reporter = Role.DEPARTMENT_REPORTER
    people = cast.people() | {
        "city_admin": UserFactory(role=Role.ADMINISTRATOR, region=city),
        "county_level": cast.county_office,
        "other_county": UserFactory(role=Role.COUNTY_OFFICE, region=RegionFactory(code="140821")),
        "other_office": UserFactory(role=Role.PLAN_OFFICE, region=linfen),
        "responsible": UserFactory(role=reporter, region=None, department=responsible),
        "company": UserFactory(role=Role.COMPANY, region=None, company=company),
        "other_company": UserFactory(role=Role.COMPANY, region=None, company=CompanyFactory()),
        "statistics": UserFactory(role=Role.STATISTICS, region=city),
        "supervision": UserFactory(role=Role.SUPERVISION, region=city),
        "auditor": UserFactory(role=Role.AUDITOR, region=city),
        "writer": UserFactory(role=Role.INTEGRATION, region=city, may_write_api=True),
        "dismissed": UserFactory(role=Role.PLAN_OFFICE, region=city, is_active=False),
    }
    county = ProjectFactory(region=cast.project.region, level=Level.COUNTY)
    return Scene(cast, county, people, responsible)


def test_the_permission_matrix(scene: Scene) -> None:
    assert set(TABLE) == set(scene.people)
    assert set(COLUMNS) == set(Action)
    for name, row in TABLE.items():
        project = scene.of_county if name == "county_level" else scene.cast.project
        expected = {
            action for action, mark in zip(COLUMNS, row.split(), strict=True) if mark == "x"
        }
        assert policy.allowed_actions(scene.people[name], project) == expected, name


def test_require_names_the_action(scene: Scene) -> None:
    policy.require(scene.cast.lead, Action.COMPLETE, scene.cast.project)
    with pytest.raises(NotPermitted) as refusal:
        policy.require(scene.cast.supporter, Action.COMPLETE, scene.cast.project)
    assert refusal.value.in_language("en") == "You may not do this: complete a milestone."


def test_every_action_has_words() -> None:
    assert policy.WORDS.keys() == set(Action)


def test_nobody_of_one_world_does_anything_in_the_other(scene: Scene) -> None:
    demo_region = RegionFactory(code="990101", name="示范县")
    demo = ProjectFactory(region=demo_region)
    city = RegionFactory(code="990100", name="示范市")
    demo_department = DepartmentFactory(region=city)
    demo_people = {
        "office": UserFactory(role=Role.PLAN_OFFICE, region=city),
        "administrator": UserFactory(role=Role.ADMINISTRATOR, region=city),
        "department": UserFactory(
            role=Role.DEPARTMENT_HEAD, region=None, department=demo_department
        ),
    }
    # Even where a row ties them together, which no service writes.
    PartyFactory(project=scene.cast.project, department=demo_department, part="responsible")
    PartyFactory(project=demo, department=scene.cast.lead_department)

    for name, person in scene.people.items():
        allowed = policy.allowed_actions(person, demo)
        assert allowed == (policy.OFFICE if name == "administrator" else set()), name
    for name, person in demo_people.items():
        assert policy.allowed_actions(person, scene.cast.project) == set(), name
    assert policy.allowed_actions(demo_people["office"], demo) == policy.OFFICE


def test_who_owes_a_milestone_completes_it(scene: Scene) -> None:
    cast = scene.cast
    by_lead = MilestoneFactory(project=cast.project, department=cast.lead_department)
    by_supporter = MilestoneFactory(project=cast.project, department=cast.supporting_department)

    assert policy.may_complete(cast.lead, by_lead)
    assert policy.may_complete(cast.lead, by_supporter)
    assert policy.may_complete(cast.plan_office, by_supporter)
    assert policy.may_complete(cast.supporter, by_supporter)
    assert not policy.may_complete(cast.supporter, by_lead)
    assert not policy.may_complete(cast.county_office, by_lead)
    assert not policy.may_complete(cast.integration, by_lead)
    assert not policy.may_complete(scene.people["writer"], by_lead)
    cast.supporter.is_active = False
    assert not policy.may_complete(cast.supporter, by_supporter)


def test_nobody_decides_on_their_own_request(scene: Scene) -> None:
    cast = scene.cast
    request = ChangeRequest(project=cast.project, filed_by=cast.plan_office)

    assert not policy.may_decide(cast.plan_office, request)
    assert policy.may_decide(cast.administrator, request)
    assert not policy.may_decide(cast.head, request)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (1, {"head", "responsible_head", "plan_office", "administrator", "city_admin"}),
        (2, {"county_office", "plan_office", "administrator", "city_admin"}),
        (3, {"plan_office", "administrator", "city_admin"}),
    ],
)
def test_who_reviews_a_report_at_which_step(scene: Scene, step: int, who: set[str]) -> None:
    cast = scene.cast
    chain = RoundFactory(chain=["head", "county", "office"])
    heads: dict[str, User] = {
        "supporting_head": UserFactory(
            role=Role.DEPARTMENT_HEAD, region=None, department=cast.supporting_department
        ),
        "responsible_head": UserFactory(
            role=Role.DEPARTMENT_HEAD, region=None, department=scene.responsible
        ),
    }
    report = Report(
        project=cast.project,
        report_round=chain,
        state=Report.State.SUBMITTED,
        step=step,
        reported_by=cast.lead,
    )
    people: dict[str, User] = {**scene.people, **heads}
    del people["county_level"]

    assert {name for name, one in people.items() if policy.may_review(one, report)} == who


def test_nobody_reviews_their_own_report_nor_one_that_is_not_on_its_way(scene: Scene) -> None:
    office = scene.cast.plan_office
    own = Report(project=scene.cast.project, state="submitted", step=1, reported_by=office)
    draft = Report(project=scene.cast.project, state="draft", reported_by=scene.cast.lead)

    assert not policy.may_review(office, own)
    assert not policy.may_review(office, draft)


def test_who_creates_a_project_of_a_region(scene: Scene) -> None:
    county = scene.cast.project.region
    creators = {name for name, one in scene.people.items() if policy.may_create(one, county)}

    assert creators == {"administrator", "city_admin", "plan_office", "writer"}
    assert not policy.may_create(scene.cast.plan_office, RegionFactory(code="141002"))


def test_a_page_of_projects_asks_for_their_departments_once(
    scene: Scene, django_assert_num_queries: object
) -> None:
    for _ in range(5):
        PartyFactory(project=ProjectFactory(), department=scene.cast.lead_department)
    user = User.objects.select_related("department").get(pk=scene.cast.lead.pk)
    projects = list(Project.objects.prefetch_related("parties"))

    with django_assert_num_queries(0):  # type: ignore[operator]
        for project in projects:
            policy.allowed_actions(user, project)
