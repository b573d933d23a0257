"""The small cast with names that tests use everywhere, around one project of Yuncheng."""

from dataclasses import dataclass

from directory.models import Department, Role, User
from projects.models import Project, ProjectDepartment
from tests.factories import (
    DepartmentFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    UserFactory,
)


@dataclass(frozen=True)
class Cast:
    """Everybody, with what they are to the project."""

    project: Project
    lead_department: Department
    supporting_department: Department
    stranger_department: Department
    plan_office: User
    lead: User
    head: User
    supporter: User
    stranger: User
    leader: User
    integration: User
    county_office: User
    administrator: User

    def people(self) -> dict[str, User]:
        """By name, for permission tables."""
        return {
            "plan_office": self.plan_office,
            "lead": self.lead,
            "head": self.head,
            "supporter": self.supporter,
            "stranger": self.stranger,
            "leader": self.leader,
            "integration": self.integration,
            "county_office": self.county_office,
            "administrator": self.administrator,
        }


def make_cast() -> Cast:
    """An undisclosed project in 盐湖区 of Yuncheng with a confirmed lead and a supporting
    department, and the people around it."""
    city = RegionFactory(code="140800", name="运城市", short_name="运城")
    RegionFactory(code="140000", name="山西省", short_name="山西")
    county = RegionFactory(code="140802", name="盐湖区", short_name="盐湖")
    lead = DepartmentFactory(code="140800-jtj", name="运城市交通运输局", short_name="交通局")
    supporting = DepartmentFactory(code="140800-zrzyj", name="运城市规划和自然资源局")
    stranger = DepartmentFactory(code="140800-tyj", name="运城市体育局")
    project = ProjectFactory(name="运城机场改扩建", region=county)
    PartyFactory(project=project, department=lead)
    PartyFactory(project=project, department=supporting, part=ProjectDepartment.Part.SUPPORTING)
    reporter, head = Role.DEPARTMENT_REPORTER, Role.DEPARTMENT_HEAD
    return Cast(
        project=project,
        lead_department=lead,
        supporting_department=supporting,
        stranger_department=stranger,
        plan_office=UserFactory(username="office", role=Role.PLAN_OFFICE, region=city),
        lead=UserFactory(username="lead", role=reporter, region=None, department=lead),
        head=UserFactory(username="head", role=head, region=None, department=lead),
        supporter=UserFactory(
            username="supporter", role=reporter, region=None, department=supporting
        ),
        stranger=UserFactory(username="stranger", role=reporter, region=None, department=stranger),
        leader=UserFactory(username="leader", role=Role.LEADER, region=city),
        integration=UserFactory(username="integration", role=Role.INTEGRATION, region=city),
        county_office=UserFactory(username="county", role=Role.COUNTY_OFFICE, region=county),
        administrator=UserFactory(username="admin", role=Role.ADMINISTRATOR, region=None),
    )
