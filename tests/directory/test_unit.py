"""The unit of work: row, history and outbox together, or not at all."""

from typing import Any

import pytest

from directory.models import Department, OutboxEntry, User
from directory.unit import locked, unit_of_work
from projects.models import Milestone, Project
from tests.factories import (
    NOW,
    DepartmentFactory,
    MilestoneFactory,
    ProjectFactory,
    RegionFactory,
    SectorFactory,
    UserFactory,
)
from tests.projects.traces import assert_traced
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    made: User = UserFactory()
    return made


def test_a_change_raises_the_version_and_says_who_and_why(actor: User) -> None:
    project = ProjectFactory()

    with unit_of_work("test.change", actor=actor, now=NOW, reason="因为") as work:
        work.change(project, place="城东")

    project.refresh_from_db()
    assert (project.place, project.version, project.updated_at) == ("城东", 2, NOW)
    assert_traced(project, "test.change", actor, "因为")


def test_a_change_saves_only_what_it_names(actor: User) -> None:
    project = ProjectFactory(place="旧")
    Project.objects.filter(pk=project.pk).update(content="别人写的")

    with unit_of_work("test.change", actor=actor, now=NOW) as work:
        work.change(project, place="新")

    project.refresh_from_db()
    assert (project.place, project.content) == ("新", "别人写的")


def test_an_object_is_told_once_a_unit_with_its_last_version(actor: User) -> None:
    with unit_of_work("test.many", actor=actor, now=NOW) as work:
        project = work.create(
            Project(code="1408-9999", name="工程", sector=SectorFactory(), region=RegionFactory())
        )
        work.change(project, place="一")
        work.change(project, place="二")

    entry = OutboxEntry.objects.get(resource="projects")
    assert (entry.change, entry.object_version, entry.project_id) == ("created", 3, project.pk)
    assert (entry.region_code, entry.action) == ("140802", "test.many")


def test_many_rows_at_once(actor: User) -> None:
    milestones = [MilestoneFactory() for _ in range(3)]
    for milestone in milestones:
        milestone.name = "改"

    with unit_of_work("test.bulk", actor=actor, now=NOW) as work:
        work.change_all(milestones, ["name"])
        work.change_all([], ["name"])
        assert work.create_all([]) == []

    for milestone in milestones:
        milestone.refresh_from_db()
        assert (milestone.name, milestone.version) == ("改", 2)
        assert_traced(milestone, "test.bulk", actor)


def test_what_has_no_resource_is_not_told(actor: User) -> None:
    department = DepartmentFactory()

    with unit_of_work("test.department", actor=actor, now=NOW) as work:
        work.change(department, short_name="交通")

    assert_traced(department, "test.department", actor)
    assert not OutboxEntry.objects.exists()


def test_the_system_itself_is_an_actor_without_a_name() -> None:
    department: Any = DepartmentFactory()

    with unit_of_work("test.tick", actor=None, now=NOW) as work:
        work.change(department, active=False)

    assert_traced(department, "test.tick", None)


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_nothing_at_all() -> None:
    actor, milestone = UserFactory(), MilestoneFactory(name="旧")
    events = Milestone.pgh_event_model.objects.count()  # type: ignore[attr-defined]

    def fail() -> None:
        with unit_of_work("test.fail", actor=actor, now=NOW) as work:
            work.change(milestone, name="新")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    milestone.refresh_from_db()
    assert (milestone.name, milestone.version) == ("旧", 1)
    assert Milestone.pgh_event_model.objects.count() == events  # type: ignore[attr-defined]
    assert not OutboxEntry.objects.exists()


def test_a_row_is_locked_as_it_is_now(actor: User) -> None:
    department = DepartmentFactory(version=4)

    with unit_of_work("test.lock", actor=actor, now=NOW):
        assert locked(Department.objects.all(), department.pk, version=4) == department
        with refused("version_conflict"):
            locked(Department.objects.all(), department.pk, version=3)
        with pytest.raises(Department.DoesNotExist):
            locked(Department.objects.filter(active=False), department.pk)
