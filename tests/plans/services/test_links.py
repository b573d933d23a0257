"""A quote that a rule gave to a project is confirmed by the plan office."""

from datetime import date

import pytest

from directory.errors import NotPermitted
from plans.models import Commitment, CommitmentProject, Plan
from plans.services.links import confirm_link
from tests.cast import Cast
from tests.factories import NOW
from tests.projects.traces import assert_traced, last_event
from tests.refusals import refused


@pytest.fixture
def link(cast: Cast) -> CommitmentProject:
    """A quote that a rule gave to the project of the cast."""
    plan = Plan.objects.create(
        doc="901",
        number="运政发〔2021〕12号",
        title="综合交通规划",
        issuer="运城市人民政府",
        issued_on=date(2021, 9, 1),
        period_start=2021,
        period_end=2025,
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


def test_the_office_confirms_a_quote_and_its_basis_goes(
    cast: Cast, link: CommitmentProject
) -> None:
    confirm_link(link_id=link.pk, actor=cast.plan_office, now=NOW)

    link.refresh_from_db()
    assert (link.confirmed, link.basis) == (True, "")
    metadata = last_event(link).pgh_context.metadata
    assert metadata["action"] == "commitment.confirm_link"
    assert metadata["actor"] == cast.plan_office.pk
    assert_traced(cast.project, "commitment.confirm_link", cast.plan_office)


def test_it_is_confirmed_once(cast: Cast, link: CommitmentProject) -> None:
    confirm_link(link_id=link.pk, actor=cast.plan_office, now=NOW)

    with refused("already_confirmed"):
        confirm_link(link_id=link.pk, actor=cast.plan_office, now=NOW)


@pytest.mark.parametrize("name", ["lead", "head", "supporter", "leader", "integration"])
def test_nobody_else_confirms_it(cast: Cast, link: CommitmentProject, name: str) -> None:
    with pytest.raises(NotPermitted):
        confirm_link(link_id=link.pk, actor=cast.people()[name], now=NOW)

    link.refresh_from_db()
    assert not link.confirmed


def test_it_does_not_exist_for_a_stranger(cast: Cast, link: CommitmentProject) -> None:
    with pytest.raises(CommitmentProject.DoesNotExist):
        confirm_link(link_id=link.pk, actor=cast.stranger, now=NOW)
