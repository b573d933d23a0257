"""Verdicts on a plan's commitments: given, changed, taken back, confirmed in bulk, carried over."""

import inspect
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.errors import NotPermitted
from directory.models import OutboxEntry, Role, User
from plans.models import Commitment, Plan, Verdict, VerdictFile
from plans.queries.closing import proposals
from plans.queries.verdicts import said_of
from plans.services import verdicts
from plans.services.verdicts import (
    change_verdict,
    confirm_proposed,
    give_verdict,
    take_back_verdict,
)
from projects.models import Evidence, Project, Status
from projects.services.evidence import Upload
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, UserFactory
from tests.plans.closing_stage import Stage, make_plan, promise, set_stage
from tests.projects.traces import assert_traced
from tests.races import race
from tests.refusals import refused

PDF = b"%PDF-1.7 accepted"


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def give(stage: Stage, actor: User, name: str = "airport", **values: Any) -> Verdict:
    asked = {"kind": "done", "evidence": "2024年6月30日通过竣工验收", **values}
    return give_verdict(commitment_id=stage.named[name].pk, actor=actor, now=NOW, **asked)


# --- giving ----------


def test_the_office_confirms_what_is_proposed(cast: Cast, stage: Stage) -> None:
    verdict = give(stage, cast.plan_office, version=0)

    verdict.refresh_from_db()
    assert (verdict.kind, verdict.proposed, verdict.version) == ("done", "done", 1)
    assert (verdict.decided_by, verdict.decided_at) == (cast.plan_office, NOW)
    assert_traced(verdict, "verdict.give", cast.plan_office)


def test_the_office_decides_otherwise_and_what_was_proposed_is_kept(
    cast: Cast, stage: Stage
) -> None:
    verdict = give(stage, cast.plan_office, kind="mostly_done", evidence=" 配套道路未完 ")
    assert (verdict.kind, verdict.proposed) == ("mostly_done", "done")
    assert verdict.evidence == "配套道路未完"
    assert give(stage, cast.plan_office, "gap", kind="cancelled").proposed == ""


def test_files_go_to_the_project_behind_it(cast: Cast, stage: Stage) -> None:
    verdict = give(stage, cast.plan_office, files=[Upload("验收证书.pdf", PDF)])
    kept = Evidence.objects.get()
    assert (kept.project, kept.name) == (cast.project, "验收证书.pdf")
    assert list(VerdictFile.objects.values_list("verdict", "evidence")) == [(verdict.pk, kept.pk)]
    with refused("verdict_file_without_project", field="files"):
        give(stage, cast.plan_office, "gap", files=[Upload("验收证书.pdf", PDF)])
    with refused("evidence_type"):
        give(stage, cast.plan_office, "road", files=[Upload("验收证书.pdf", b"<html>")])


@pytest.mark.parametrize("evidence", ["", "  \n "])
def test_evidence_is_required(cast: Cast, stage: Stage, evidence: str) -> None:
    with refused("required", field="evidence"):
        give(stage, cast.plan_office, evidence=evidence)


def test_other_refusals(cast: Cast, stage: Stage) -> None:
    with refused("note_too_long", field="evidence"):
        give(stage, cast.plan_office, evidence="长" * 2001)
    with refused("choice_unknown", field="kind"):
        give(stage, cast.plan_office, kind="finished")
    with refused("choice_unknown", field="kind"):
        give(stage, cast.plan_office, kind="")
    give(stage, cast.plan_office)
    with refused("verdict_given"):
        give(stage, cast.plan_office)
    assert Verdict.objects.count() == 1


def test_before_the_period_is_over_nothing_is_judged(cast: Cast, stage: Stage) -> None:
    with refused("verdict_period_open"):
        give(stage, cast.plan_office, "next")
    endless = make_plan("903", "建设隧道。", None, None, "140800")
    tunnel = promise(endless, None, "建设隧道")
    with refused("verdict_no_period"):
        give_verdict(
            commitment_id=tunnel.pk,
            kind="done",
            evidence="已通车",
            actor=cast.plan_office,
            now=NOW,
        )
    with refused("verdict_no_period"):
        confirm_proposed(plan_id=endless.pk, seen={1: "done"}, actor=cast.plan_office, now=NOW)


def test_what_was_set_aside_gets_no_verdict(cast: Cast, stage: Stage) -> None:
    Commitment.objects.filter(pk=stage.named["gap"].pk).update(set_aside_reason="并入他项")
    with refused("verdict_set_aside"):
        give(stage, cast.plan_office, "gap")


@pytest.mark.parametrize(
    "name",
    ["lead", "head", "supporter", "stranger", "leader", "integration", "county_office"],
)
def test_nobody_else_judges(cast: Cast, stage: Stage, name: str) -> None:
    actor = cast.people()[name]
    with pytest.raises(NotPermitted):
        give(stage, actor)
    with pytest.raises(NotPermitted):
        confirm_proposed(
            plan_id=stage.plan.pk,
            seen={stage.named["airport"].pk: "done"},
            actor=actor,
            now=NOW,
        )
    give(stage, cast.plan_office)
    pk = stage.named["airport"].pk
    with pytest.raises(NotPermitted):
        take_back_verdict(commitment_id=pk, reason="误判", actor=actor, now=NOW)
    with pytest.raises(NotPermitted):
        change_verdict(
            commitment_id=pk, kind="cancelled", evidence="无", reason="误判", actor=actor, now=NOW
        )


def test_the_office_of_another_city_does_not_and_worlds_never_mix(cast: Cast, stage: Stage) -> None:
    elsewhere = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="141000"))
    with pytest.raises(NotPermitted):
        give(stage, elsewhere)
    fictitious = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    with pytest.raises(Commitment.DoesNotExist):
        give(stage, fictitious)
    with pytest.raises(Plan.DoesNotExist):
        confirm_proposed(plan_id=stage.plan.pk, seen={1: "done"}, actor=fictitious, now=NOW)


# --- changing and taking back ----------


def test_a_change_needs_a_reason_and_the_old_verdict_stays_in_the_history(
    cast: Cast, stage: Stage
) -> None:
    verdict = give(stage, cast.plan_office)
    asked: Any = {
        "commitment_id": stage.named["airport"].pk,
        "kind": "mostly_done",
        "evidence": "航站楼未交付",
        "actor": cast.plan_office,
        "now": NOW,
    }
    with refused("reason_required", field="reason"):
        change_verdict(reason=" ", **asked)
    changed = change_verdict(reason="督查发现", version=verdict.version, **asked)

    assert (changed.pk, changed.kind, changed.version) == (verdict.pk, "mostly_done", 2)
    assert_traced(changed, "verdict.change", cast.plan_office, "督查发现")
    assert [(one.kind, one.reason) for one in said_of(changed)] == [
        ("mostly_done", "督查发现"),
        ("done", ""),
    ]
    with refused("version_conflict"):
        change_verdict(reason="再改", version=1, **asked)


def test_what_has_no_verdict_cannot_be_changed(cast: Cast, stage: Stage) -> None:
    pk = stage.named["airport"].pk
    with refused("verdict_none"):
        change_verdict(
            commitment_id=pk,
            kind="done",
            evidence="已达效",
            reason="补正",
            actor=cast.plan_office,
            now=NOW,
        )
    with refused("verdict_none"):
        take_back_verdict(commitment_id=pk, reason="补正", actor=cast.plan_office, now=NOW)


def test_taken_back_it_is_open_again_and_can_be_given_anew(cast: Cast, stage: Stage) -> None:
    verdict = give(stage, cast.plan_office)
    pk = stage.named["airport"].pk
    with refused("reason_required"):
        take_back_verdict(commitment_id=pk, reason="", actor=cast.plan_office, now=NOW)
    taken = take_back_verdict(
        commitment_id=pk, reason="张冠李戴", version=1, actor=cast.plan_office, now=NOW
    )

    assert (taken.kind, taken.evidence) == ("", verdict.evidence)
    assert_traced(taken, "verdict.take_back", cast.plan_office, "张冠李戴")
    with refused("version_conflict"):
        give(stage, cast.plan_office, version=0)
    again = give(stage, cast.plan_office, version=2)
    assert (again.pk, again.kind, again.version) == (verdict.pk, "done", 3)


def test_who_saw_no_verdict_meets_the_one_that_somebody_gave(cast: Cast, stage: Stage) -> None:
    give(stage, cast.plan_office, version=0)
    with refused("version_conflict"):
        give(stage, cast.administrator, version=0, kind="cancelled")


# --- in bulk ----------


def seen_by(stage: Stage, user: User) -> dict[int, str]:
    return {pk: one.kind for pk, one in proposals(user, stage.plan).items() if one.kind}


def test_what_is_proposed_is_confirmed_in_bulk(cast: Cast, stage: Stage) -> None:
    seen = seen_by(stage, cast.plan_office)
    names = {one.pk: name for name, one in stage.named.items()}
    assert {names[pk]: kind for pk, kind in seen.items()} == {
        "airport": "done",
        "road": "carried_over",
        "other": "not_started",
        "programme": "carried_over",
        "canal": "cancelled",
    }

    given = confirm_proposed(plan_id=stage.plan.pk, seen=seen, actor=cast.plan_office, now=NOW)

    assert {one.commitment_id: one.kind for one in given} == seen
    assert all(one.kind == one.proposed for one in given)
    assert "2024年6月30日投产" in Verdict.objects.get(commitment=stage.named["airport"]).evidence
    for one in given:
        assert_traced(one, "verdict.confirm_proposed", cast.plan_office)


def test_many_are_confirmed_with_as_many_queries_as_few(cast: Cast, stage: Stage) -> None:
    seen = seen_by(stage, cast.plan_office)
    few = dict(list(seen.items())[:1])
    asked: Any = {"plan_id": stage.plan.pk, "actor": cast.plan_office, "now": NOW}
    with CaptureQueriesContext(connection) as of_one:
        confirm_proposed(seen=few, **asked)
    rest = {pk: kind for pk, kind in seen_by(stage, cast.plan_office).items() if pk not in few}
    with CaptureQueriesContext(connection) as of_many:
        confirm_proposed(seen=rest, **asked)
    assert len(rest) == 4
    assert len(of_many) == len(of_one) <= 20


def test_nothing_is_confirmed_when_the_register_has_moved_on(cast: Cast, stage: Stage) -> None:
    seen = seen_by(stage, cast.plan_office)
    Project.objects.filter(pk=stage.projects["road"].pk).update(status=Status.PERFORMING)
    with refused("verdict_proposals_changed") as refusal:
        confirm_proposed(plan_id=stage.plan.pk, seen=seen, actor=cast.plan_office, now=NOW)
    assert refusal.value.params == {"count": 1}
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("seen", [{"gap": ""}, {"gap": "done"}, {"next": "done"}])
def test_only_what_is_proposed_for_this_plan(
    cast: Cast, stage: Stage, seen: dict[str, str]
) -> None:
    given = {stage.named[name].pk: kind for name, kind in seen.items()}
    with refused("verdict_proposals_changed"):
        confirm_proposed(plan_id=stage.plan.pk, seen=given, actor=cast.plan_office, now=NOW)


def test_what_somebody_decided_meanwhile_is_not_confirmed_over(cast: Cast, stage: Stage) -> None:
    seen = seen_by(stage, cast.plan_office)
    give(stage, cast.plan_office, kind="cancelled")
    with refused("verdict_proposals_changed"):
        confirm_proposed(plan_id=stage.plan.pk, seen=seen, actor=cast.plan_office, now=NOW)
    with refused("verdict_nothing_proposed"):
        confirm_proposed(plan_id=stage.plan.pk, seen={}, actor=cast.plan_office, now=NOW)


def test_what_was_taken_back_is_confirmed_again(cast: Cast, stage: Stage) -> None:
    verdict = give(stage, cast.plan_office, kind="cancelled")
    pk = stage.named["airport"].pk
    take_back_verdict(commitment_id=pk, reason="误判", actor=cast.plan_office, now=NOW)
    confirm_proposed(plan_id=stage.plan.pk, seen={pk: "done"}, actor=cast.plan_office, now=NOW)
    verdict.refresh_from_db()
    assert (verdict.kind, verdict.version) == ("done", 3)


# --- carried over ----------


def test_what_goes_on_names_what_carries_it(cast: Cast, stage: Stage) -> None:
    target = stage.named["next"]
    verdict = give(stage, cast.plan_office, "gap", kind="carried_over", carried_to_id=target.pk)
    assert list(target.carried_from.all()) == [verdict]
    taken = take_back_verdict(
        commitment_id=stage.named["gap"].pk, reason="误判", actor=cast.plan_office, now=NOW
    )
    assert taken.carried_to_id is None


def test_what_cannot_carry_it(cast: Cast, stage: Stage) -> None:
    target = stage.named["next"]
    asked: Any = {"name": "gap", "kind": "carried_over"}
    with refused("verdict_carried_kind", field="carried_to"):
        give(stage, cast.plan_office, "gap", kind="done", carried_to_id=target.pk)
    with refused("verdict_carried_plan", field="carried_to"):
        give(stage, cast.plan_office, carried_to_id=stage.named["airport"].pk, **asked)
    earlier = make_plan("900", "稷山县通用机场。", 2016, 2020, "140800")
    with refused("verdict_carried_plan", field="carried_to"):
        before = promise(earlier, None, "稷山县通用机场")
        give(stage, cast.plan_office, carried_to_id=before.pk, **asked)
    with refused("not_found", field="carried_to"):
        give(stage, cast.plan_office, carried_to_id=10**9, **asked)
    Commitment.objects.filter(pk=target.pk).update(set_aside_reason="重复")
    with refused("verdict_set_aside", field="carried_to"):
        give(stage, cast.plan_office, carried_to_id=target.pk, **asked)


# --- traces and races ----------


def test_every_act_leaves_who_why_and_what(cast: Cast, stage: Stage) -> None:
    office: Any = {"actor": cast.plan_office, "now": NOW}
    pk = stage.named["airport"].pk
    words: Any = {"kind": "done", "evidence": "已达效"}
    walked = {
        "give_verdict": {"commitment_id": pk, "files": [Upload("a.pdf", PDF)], **words},
        "change_verdict": {"commitment_id": pk, "reason": "补正", **words},
        "take_back_verdict": {"commitment_id": pk, "reason": "误判"},
        "confirm_proposed": {"plan_id": stage.plan.pk, "seen": {pk: "done"}},
    }
    public = {
        name
        for name, function in inspect.getmembers(verdicts, inspect.isfunction)
        if function.__module__ == verdicts.__name__ and not name.startswith("_")
    }
    assert set(walked) == public
    for name, asked in walked.items():
        getattr(verdicts, name)(**asked, **office)
    models: list[Any] = [Verdict, VerdictFile]
    for model in models:
        events = model.pgh_event_model.objects.select_related("pgh_context")
        assert events.exists()
        for event in events:
            metadata = event.pgh_context.metadata
            assert metadata["action"].startswith("verdict.")
            assert metadata["actor"] == cast.plan_office.pk
    told = OutboxEntry.objects.filter(resource="verdicts").order_by("id")
    assert [entry.object_version for entry in told] == [1, 2, 3, 4]
    assert {entry.region_code for entry in told} == {"140800"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_told(cast: Cast) -> None:
    stage = set_stage(cast)
    seen = {stage.named["airport"].pk: "done"}
    first, second = race(
        lambda: give(stage, cast.plan_office, version=0),
        lambda: give(stage, cast.administrator, kind="cancelled", version=0),
    )
    assert (first.code, second.code) == ("", "version_conflict")
    third, fourth = race(
        lambda: take_back_verdict(
            commitment_id=stage.named["airport"].pk,
            reason="误判",
            actor=cast.plan_office,
            now=NOW,
        ),
        lambda: confirm_proposed(
            plan_id=stage.plan.pk, seen=seen, actor=cast.administrator, now=NOW
        ),
    )
    assert (third.code, fourth.code) == ("", "")
    assert Verdict.objects.get().kind == "done", "taken back, then confirmed anew"
