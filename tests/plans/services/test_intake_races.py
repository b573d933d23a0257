"""Two people in one review at once: one does it, the other is told."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage

from directory.models import Role, User
from plans.models import Commitment, Intake, Plan
from plans.services import intake_mending as mending
from plans.services import intake_review as review
from plans.services.intake import take_in
from plans.services.intake_register import register
from tests.cast import Cast
from tests.factories import NOW, SectorFactory, UserFactory
from tests.plans.intakes import UPLOAD, make_intake, make_row
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleague(cast: Cast) -> User:
    region = cast.plan_office.region
    return UserFactory(username="colleague", role=Role.PLAN_OFFICE, region=region)


def test_an_edit_against_an_acceptance_of_what_was_seen(cast: Cast, colleague: User) -> None:
    intake = make_intake(cast.plan_office)
    row = make_row(intake, "运三铁路")
    of: dict[str, Any] = {"intake_id": intake.pk, "now": NOW}
    values = {"name": "运三高铁"}
    first, second = race(
        lambda: mending.edit(row_id=row.pk, version=1, values=values, actor=colleague, **of),
        lambda: review.accept(seen={row.pk: 1}, actor=cast.plan_office, **of),
    )
    assert (first.code, second.code) == ("", "version_conflict")
    row.refresh_from_db()
    assert (row.name, row.state) == ("运三高铁", "open")


def test_two_bulk_acceptances_accept_each_row_once(cast: Cast, colleague: User) -> None:
    intake = make_intake(cast.plan_office)
    for quote in ("运三铁路", "夹马口泵站"):
        make_row(intake, quote)
    of: dict[str, Any] = {"intake_id": intake.pk, "least": Decimal("0.5"), "now": NOW}
    first, second = race(
        lambda: review.accept_all(actor=colleague, **of),
        lambda: review.accept_all(actor=cast.plan_office, **of),
    )
    assert (first.result, second.result) == (2, 0)
    assert set(intake.rows.values_list("version", flat=True)) == {2}


def test_two_registrations_make_one_plan(cast: Cast, colleague: User) -> None:
    SectorFactory(code="0101")
    intake = make_intake(cast.plan_office)
    make_row(intake, "运三铁路", state="accepted", sector_id="0101", choice="new")
    first, second = race(
        lambda: register(intake_id=intake.pk, actor=colleague, now=NOW),
        lambda: register(intake_id=intake.pk, actor=cast.plan_office, now=NOW),
    )
    assert (first.code, second.code) == ("", "intake_nothing_accepted")
    assert (Plan.objects.count(), Commitment.objects.count()) == (1, 1)


def test_the_same_file_handed_in_twice_at_once(
    cast: Cast, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Intake._meta.get_field("file"), "storage", InMemoryStorage())
    of: dict[str, Any] = {"upload": UPLOAD, "region_code": "140800", "now": NOW}
    first, second = race(
        lambda: take_in(actor=colleague, **of), lambda: take_in(actor=cast.plan_office, **of)
    )
    assert (first.result.known, second.result.known) == (False, True)
    assert Intake.objects.count() == 1
