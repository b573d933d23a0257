"""The gap list is worked off: a project made of a commitment, one linked to it, or a reason."""

from typing import Any

import pytest

from directory.errors import Conflict, NotPermitted
from directory.models import Region, Role
from plans.models import Commitment, CommitmentProject
from plans.services.gaps import bring_back, link, set_aside, take_up, unlink
from projects.models import Kind, Project, ProjectDepartment
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, SectorFactory, UserFactory
from tests.plans.closing_stage import Stage, set_stage
from tests.projects.traces import assert_traced, last_event
from tests.refusals import refused


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A plan of Yuncheng; nobody has taken its `gap` up."""
    stage = set_stage(cast)
    Commitment.objects.filter(pk=stage.named["gap"].pk).update(sector=SectorFactory())
    return stage


@pytest.fixture
def gap(stage: Stage) -> Commitment:
    return Commitment.objects.get(pk=stage.named["gap"].pk)


def of(gap: Commitment, cast: Cast, **values: Any) -> dict[str, Any]:
    return {"commitment_id": gap.pk, "actor": cast.plan_office, "now": NOW, **values}


def test_a_project_is_made_of_a_commitment(cast: Cast, gap: Commitment) -> None:
    project = take_up(**of(gap, cast, name="北环水库", version=1))

    project.refresh_from_db()
    assert (project.name, project.kind, project.sector_id) == ("北环水库", Kind.PROJECT, "01")
    assert project.code.startswith("1408-")
    assert not project.status_confirmed
    made = CommitmentProject.objects.get(commitment=gap)
    assert (made.project, made.confirmed, made.basis) == (project, True, "")
    assert_traced(project, "commitment.take_up", cast.plan_office)
    assert_traced(gap, "commitment.take_up", cast.plan_office)
    assert gap not in Commitment.objects.without_project()
    lead = ProjectDepartment.objects.filter(project=project).first()
    assert lead is None or not lead.confirmed, "who owes it is a proposal"


def test_its_name_is_the_commitment_s_own_unless_said_otherwise(
    cast: Cast, gap: Commitment
) -> None:
    other = SectorFactory(code="05", name="水利")
    project = take_up(**of(gap, cast, sector=other))
    assert (project.name, project.sector_id) == (gap.name, "05")
    gap.refresh_from_db()
    assert gap.sector_id == "05"


def test_a_member_hangs_below_the_project_of_its_programme(cast: Cast, gap: Commitment) -> None:
    programme = ProjectFactory(kind=Kind.PROGRAMME, name="水网工程")
    above = Commitment.objects.create(
        plan=gap.plan,
        key="above",
        name="水网工程",
        quote=gap.quote,
        start=gap.start,
        end=gap.end,
        level=Commitment.Level.PROGRAMME,
        created_at=NOW,
        updated_at=NOW,
    )
    CommitmentProject.objects.create(commitment=above, project=programme)
    Commitment.objects.filter(pk=gap.pk).update(parent=above)

    assert take_up(**of(gap, cast)).parent == programme


def test_what_was_taken_up_is_not_taken_up_again(cast: Cast, gap: Commitment) -> None:
    take_up(**of(gap, cast))
    with refused("commitment_taken_up"):
        take_up(**of(gap, cast))
    with refused("commitment_taken_up"):
        set_aside(**of(gap, cast, reason="不再建设"))
    Project.objects.filter(commitments=gap).update(withdrawn_at=NOW, withdrawn_reason="误录")
    again = take_up(**of(gap, cast))
    assert again.withdrawn_at is None, "a withdrawn project leaves a gap"


def test_a_project_of_the_register_is_linked(cast: Cast, gap: Commitment) -> None:
    made = link(**of(gap, cast, project_id=cast.project.pk))

    assert (made.confirmed, made.basis) == (True, "")
    assert_traced(cast.project, "commitment.link", cast.plan_office)
    assert_traced(gap, "commitment.link", cast.plan_office)
    with refused("commitment_linked", field="project"):
        link(**of(gap, cast, project_id=cast.project.pk))
    second = ProjectFactory(region=cast.project.region)
    link(**of(gap, cast, project_id=second.pk))
    assert set(gap.projects.all()) == {cast.project, second}


def test_a_link_is_taken_away_with_a_reason(cast: Cast, gap: Commitment) -> None:
    made = link(**of(gap, cast, project_id=cast.project.pk))
    values: dict[str, Any] = {"link_id": made.pk, "actor": cast.plan_office, "now": NOW}
    with refused("reason_required", field="reason"):
        unlink(reason=" ", **values)

    unlink(reason="两个项目", **values)

    assert gap in Commitment.objects.without_project()
    assert last_event(made).pgh_label == "delete"
    assert_traced(gap, "commitment.unlink", cast.plan_office, "两个项目")
    with pytest.raises(CommitmentProject.DoesNotExist):
        unlink(reason="两个项目", **values)


def test_a_commitment_is_set_aside_and_brought_back(cast: Cast, gap: Commitment) -> None:
    with refused("reason_required", field="reason"):
        set_aside(**of(gap, cast, reason=""))
    set_aside(**of(gap, cast, reason="并入引黄工程", version=1))
    assert gap not in Commitment.objects.without_project()
    assert_traced(gap, "commitment.set_aside", cast.plan_office, "并入引黄工程")
    with refused("commitment_set_aside"):
        set_aside(**of(gap, cast, reason="再说一遍"))
    with refused("commitment_set_aside"):
        take_up(**of(gap, cast))
    with refused("commitment_set_aside"):
        link(**of(gap, cast, project_id=cast.project.pk))

    bring_back(**of(gap, cast, reason="重新启动"))

    assert gap in Commitment.objects.without_project()
    assert_traced(gap, "commitment.bring_back", cast.plan_office, "重新启动")
    with refused("commitment_not_aside"):
        bring_back(**of(gap, cast, reason="重新启动"))


def test_who_read_an_older_version_is_told(cast: Cast, gap: Commitment) -> None:
    set_aside(**of(gap, cast, reason="并入他项"))
    with pytest.raises(Conflict):
        bring_back(**of(gap, cast, reason="恢复", version=1))


@pytest.mark.parametrize(
    "name", ["lead", "head", "supporter", "stranger", "leader", "integration", "county_office"]
)
def test_nobody_else_decides(cast: Cast, gap: Commitment, name: str) -> None:
    values: dict[str, Any] = {"commitment_id": gap.pk, "actor": cast.people()[name], "now": NOW}
    with pytest.raises(NotPermitted):
        take_up(**values)
    with pytest.raises(NotPermitted):
        set_aside(reason="不再建设", **values)
    with pytest.raises((NotPermitted, Project.DoesNotExist)):
        link(project_id=cast.project.pk, **values)
    assert gap in Commitment.objects.without_project()


def test_another_city_s_office_does_not_decide(cast: Cast, gap: Commitment) -> None:
    linfen = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="141000"))
    with pytest.raises(NotPermitted):
        take_up(commitment_id=gap.pk, actor=linfen, now=NOW)


def test_worlds_never_meet(cast: Cast, gap: Commitment) -> None:
    simulated = ProjectFactory(region=RegionFactory(code="990102"))
    with pytest.raises(Project.DoesNotExist):
        link(**of(gap, cast, project_id=simulated.pk))
    with refused("commitment_other_world", field="project"):
        link(**of(gap, cast, project_id=simulated.pk, actor=cast.administrator))
    office = UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="990102"))
    with pytest.raises(Commitment.DoesNotExist):
        take_up(commitment_id=gap.pk, actor=office, now=NOW)
