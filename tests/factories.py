"""Small rows for tests. A test says only what it is about; the rest is filled in here."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from directory.models import Company, Department, Region, Role, User
from projects.models import (
    Kind,
    Milestone,
    MilestoneKind,
    Project,
    ProjectDepartment,
    ProjectList,
    ReportRound,
    Sector,
    Status,
)
from projects.services.projects import sort_key

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10 in the morning of Monday, 23 November 2026, in Shanghai."""


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "140802"
    name = factory.LazyAttribute(lambda o: f"地区{o.code}")
    short_name = factory.LazyAttribute(lambda o: o.name)
    level = factory.LazyAttribute(
        lambda o: "province" if o.code[2:] == "0000" else "city" if o.code[4:] == "00" else "county"
    )


class Stamped(DjangoModelFactory[Any]):
    """Rows with their times of making."""

    class Meta:
        abstract = True

    created_at = NOW
    updated_at = NOW


class DepartmentFactory(Stamped):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"140800-d{n}")
    name = factory.Sequence(lambda n: f"第{n}局")
    short_name = factory.LazyAttribute(lambda o: o.name)
    function = "jtj"
    kind = Department.Kind.BUREAU
    region = factory.SubFactory(RegionFactory, code="140800", name="运城市", short_name="运城")


class CompanyFactory(Stamped):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"建设公司{n}")
    region = factory.SubFactory(RegionFactory, code="140800", name="运城市", short_name="运城")


class UserFactory(DjangoModelFactory[User]):
    """A person. Without a role they audit the city of Yuncheng."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.LazyAttribute(lambda o: f"{o.username}同志")
    email = factory.LazyAttribute(lambda o: f"{o.username}@example.org")
    role = Role.AUDITOR
    region = factory.SubFactory(RegionFactory, code="140800", name="运城市", short_name="运城")


class SectorFactory(DjangoModelFactory[Sector]):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "01"
    name = "交通"
    name_en = "Transport"
    lead_function = "jtj"


class ProjectFactory(Stamped):
    """A disclosed project of a county of Yuncheng, without owner and dates."""

    class Meta:
        model = Project

    code = factory.Sequence(lambda n: f"1408-{n:04d}")
    name = factory.Sequence(lambda n: f"示例工程{n}")
    name_sort = factory.LazyAttribute(lambda o: sort_key(o.name))
    kind = Kind.PROJECT
    sector = factory.SubFactory(SectorFactory)
    region = factory.SubFactory(RegionFactory)
    status = Status.CONSTRUCTION


class PartyFactory(Stamped):
    class Meta:
        model = ProjectDepartment

    project = factory.SubFactory(ProjectFactory)
    department = factory.SubFactory(DepartmentFactory)
    part = ProjectDepartment.Part.LEAD
    confirmed = True


class MilestoneFactory(Stamped):
    """An open milestone without a date."""

    class Meta:
        model = Milestone

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"节点{n}")
    kind = MilestoneKind.PROGRESS
    order = factory.Sequence(lambda n: n % 30000)
    region = factory.LazyAttribute(lambda o: o.project.region)
    first_due_on = factory.LazyAttribute(lambda o: o.due_on)
    due_on = None


class ProjectListFactory(Stamped):
    class Meta:
        model = ProjectList

    code = factory.Sequence(lambda n: f"L{n}")
    name = factory.Sequence(lambda n: f"2026 年市级重点工程第{n}批")
    region = factory.SubFactory(RegionFactory, code="140800", name="运城市", short_name="运城")
    year = 2026


class RoundFactory(Stamped):
    """The round of October 2026 of Yuncheng, due on the 25th of November."""

    class Meta:
        model = ReportRound

    region = factory.SubFactory(RegionFactory, code="140800", name="运城市", short_name="运城")
    year = 2026
    first_month = 10
    month = 10
    opens_on = factory.LazyFunction(lambda: datetime(2026, 11, 1, tzinfo=UTC).date())
    due_on = factory.LazyFunction(lambda: datetime(2026, 11, 25, tzinfo=UTC).date())
