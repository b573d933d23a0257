"""What the demonstration city has taken in goes with it; a real city's stays."""

import pytest

from directory.models import Job, Role
from planner.demonstration.removal import remove_demo
from plans.models import Commitment, Intake, IntakeAct, Plan
from plans.services import intake_review as review
from plans.services.intake_register import register
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, SectorFactory, UserFactory
from tests.plans.intakes import make_intake, make_row


@pytest.mark.django_db
def test_it_goes_without_a_trace(cast: Cast) -> None:
    SectorFactory(code="0101")
    city = RegionFactory(code="990100", name="示范市", short_name="示范")
    office = UserFactory(role=Role.PLAN_OFFICE, region=city)
    job = Job.objects.create(
        kind="plans.read_intake", requested_by=office, run_after=NOW, created_at=NOW
    )
    for region, person in ((city, office), (cast.plan_office.region, cast.plan_office)):
        intake = make_intake(person, region=region, job=job if person == office else None)
        row = make_row(intake, "运三铁路", sector_id="0101", choice="new")
        review.accept(intake_id=intake.pk, seen={row.pk: 1}, actor=person, now=NOW)
        register(intake_id=intake.pk, actor=person, now=NOW)

    remove_demo(now=NOW)

    for model in (Intake, Plan, Commitment, IntakeAct):
        assert model._default_manager.count() == 1, model
    assert Intake.objects.get().region_id == "140800"
    assert not Job.objects.exists()
