"""The numbers that the five plans promise, as their file says and the register counts them."""

from datetime import date

import pytest

from directory.models import Region, Role
from plans.models import CountPromise, Plan
from plans.queries.counts import checked_promises
from plans.services.library import load_library
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.usefixtures("register")
TODAY = date(2026, 11, 23)


def test_the_words_stand_in_the_text_and_every_county_is_counted() -> None:
    office = UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="140800"))
    plan = Plan.objects.get(doc="001")
    checked = checked_promises(office, plan, today=TODAY)
    assert [(one.promise.what, one.promise.number, one.promise.scope) for one in checked] == [
        ("重大基础设施项目", 3, "county"),
        ("重大产业项目", 5, "county"),
        ("产业重大技术改造项目", 100, "whole"),
        ("公办幼儿园", 1, "county"),
        ("优质公办高中", 1, "county"),
    ]
    for one in checked:
        promise = one.promise
        assert plan.text[promise.start : promise.end] == promise.quote
        assert one.over
    assert len(checked[0].rows) == 13, "thirteen counties of Yuncheng"
    assert len(checked[3].rows) == 13 * 5, "each of them in each of five years"
    assert [row.tallied.year for row in checked[2].rows] == [2021, 2022, 2023, 2024, 2025]
    assert any(row.projects for row in checked[0].rows)


def test_what_the_office_has_changed_is_not_overwritten() -> None:
    changed, dropped = CountPromise.objects.order_by("start", "id")[:2]
    CountPromise.objects.filter(pk=changed.pk).update(number=4)
    CountPromise.objects.filter(pk=dropped.pk).delete()

    load_library(now=NOW)

    assert CountPromise.objects.get(pk=changed.pk).number == 4
    assert CountPromise.objects.count() == 4
