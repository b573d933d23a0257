"""Indicator tables of a document, into the register row by row as chosen."""

from typing import Any

import pytest

from plans.models import Indicator, Intake
from plans.services.intake_indicators import register_indicators
from plans.services.intake_register import register
from tests.cast import Cast
from tests.factories import NOW, SectorFactory
from tests.plans.intakes import make_intake, make_row
from tests.projects.traces import assert_traced
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def cells(order: int, name: str, **more: Any) -> dict[str, Any]:
    return {
        "table": "主要指标",
        "box": "1",
        "section": "b1",
        "category": "经济发展",
        "order": order,
        "name": name,
        "unit": "%",
        "base_year": 2025,
        "base_text": "5.2",
        "target_year": 2030,
        "target_text": "≥6.5",
        "nature": "expected",
        "further": [["2026年", "5.5"]],
        "start": 10,
        "end": 20,
        "note": "",
        "number": str(order),
        "group": "",
        "growth_text": "",
        **more,
    }


@pytest.fixture
def intake(cast: Cast) -> Intake:
    SectorFactory(code="0101")
    rows = [cells(1, "地区生产总值增长"), cells(2, "长" * 300), cells(3, "城镇化率")]
    return make_intake(cast.plan_office, indicators=rows)


def put(cast: Cast, intake: Intake, *chosen: int) -> int:
    return register_indicators(intake_id=intake.pk, chosen=chosen, actor=cast.plan_office, now=NOW)


def with_its_plan(cast: Cast, intake: Intake) -> Intake:
    make_row(intake, "运三铁路", state="accepted", sector_id="0101")
    register(intake_id=intake.pk, actor=cast.plan_office, now=NOW)
    return intake


def test_the_chosen_rows_follow_their_plan(cast: Cast, intake: Intake) -> None:
    with refused("intake_plan_first"):
        put(cast, intake, 0)
    with_its_plan(cast, intake)
    assert put(cast, intake, 0, 1) == 2
    growth = Indicator.objects.get(order=1)
    assert (growth.name, growth.target_text, growth.nature) == (
        "地区生产总值增长",
        "≥6.5",
        "expected",
    )
    assert growth.section is not None
    assert (growth.section.key, len(Indicator.objects.get(order=2).name)) == ("b1", 200)
    assert_traced(growth, "intake.register_indicators", cast.plan_office)
    # Later ones are added, what stands there stays.
    assert put(cast, intake, 2) == 1
    assert put(cast, intake, 2) == 0
    assert Indicator.objects.count() == 3


def test_nothing_chosen(cast: Cast, intake: Intake) -> None:
    with_its_plan(cast, intake)
    with refused("intake_no_row", field="row"):
        put(cast, intake, 99)


def test_strangers_do_nothing(cast: Cast, intake: Intake) -> None:
    with pytest.raises(Intake.DoesNotExist):
        register_indicators(intake_id=intake.pk, chosen=[0], actor=cast.stranger, now=NOW)
