"""Verdicts by API: listed, filtered, one by one, in the feed of changes."""

import pytest

from directory.models import OutboxEntry
from plans.models import Verdict
from plans.services.verdicts import give_verdict, take_back_verdict
from tests.api.caller import Callers
from tests.factories import NOW
from tests.plans.closing_stage import Stage, set_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(callers: Callers) -> Stage:
    """Two verdicts, of which one is carried on by the next plan."""
    stage = set_stage(callers.cast)
    office = callers.cast.plan_office
    for name, kind, target in (("airport", "done", None), ("gap", "carried_over", "next")):
        give_verdict(
            commitment_id=stage.named[name].pk,
            kind=kind,
            evidence="竣工验收" if kind == "done" else "场址批复",
            carried_to_id=stage.named[target].pk if target else None,
            actor=office,
            now=NOW,
        )
    return stage


def test_a_verdict(callers: Callers, stage: Stage) -> None:
    verdict = Verdict.objects.get(kind="carried_over")
    answer = callers.by_name("leader").get(f"verdicts/{verdict.pk}/")
    found = answer.json()
    assert answer.headers["ETag"]
    assert found["commitment"]["name"] == "稷山县通用机场"
    assert found["carried_to"]["id"] == stage.named["next"].pk
    assert (found["kind"], found["proposed"], found["evidence"]) == ("carried_over", "", "场址批复")
    assert found["decided_by"]["id"] == callers.cast.plan_office.pk
    assert found["decided_at"].endswith("+08:00")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 2),
        ("kind=done", 1),
        ("kind=done,cancelled", 1),
        ("proposed=done", 1),
        ("carried=true", 1),
        ("standing=true", 2),
        ("evidence=验收", 1),
        ("region=140800", 2),
        ("region=141000", 0),
        ("fictitious=true", 0),
    ],
)
def test_filters(callers: Callers, stage: Stage, asked: str, count: int) -> None:
    assert callers.by_name("integration").get(f"verdicts/?{asked}").json()["count"] == count


def test_of_a_plan_and_of_what_carries_it(callers: Callers, stage: Stage) -> None:
    caller = callers.by_name("integration")
    assert caller.get(f"verdicts/?plan={stage.plan.pk}").json()["count"] == 2
    assert caller.get(f"verdicts/?plan={stage.later.pk}").json()["count"] == 0
    target = stage.named["next"].pk
    assert caller.get(f"verdicts/?carried_to={target}").json()["count"] == 1


def test_taken_back_it_says_so_and_the_feed_tells_it(callers: Callers, stage: Stage) -> None:
    verdict = take_back_verdict(
        commitment_id=stage.named["airport"].pk,
        reason="误判",
        actor=callers.cast.plan_office,
        now=NOW,
    )
    caller = callers.by_name("integration")
    assert caller.get(f"verdicts/{verdict.pk}/").json()["kind"] == ""
    assert caller.get("verdicts/?standing=false").json()["count"] == 1
    told = OutboxEntry.objects.filter(resource="verdicts", object_id=str(verdict.pk))
    assert list(told.order_by("id").values_list("action", "object_version")) == [
        ("verdict.give", 1),
        ("verdict.take_back", 2),
    ]
