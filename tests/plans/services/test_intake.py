"""Handing a plan document in, its head, reading it again, letting it go."""

from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage

from directory.errors import Conflict, NotPermitted
from directory.models import Job
from plans.models import Intake, Plan
from plans.services.intake import READ, discard, read_again, save_head, take_in
from projects.services import evidence
from projects.services.evidence import Upload
from tests.cast import Cast
from tests.factories import NOW, RegionFactory
from tests.plans.intakes import UPLOAD, make_intake, make_row
from tests.projects.traces import assert_traced
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(monkeypatch: pytest.MonkeyPatch) -> InMemoryStorage:
    kept = InMemoryStorage()
    monkeypatch.setattr(Intake._meta.get_field("file"), "storage", kept)
    return kept


def hand_in(cast: Cast, upload: Upload = UPLOAD, region: str = "140800", **who: Any) -> Any:
    return take_in(
        upload=upload, region_code=region, actor=who.get("actor", cast.plan_office), now=NOW
    )


def test_a_document_is_kept_and_a_job_is_asked_for(cast: Cast) -> None:
    intake = hand_in(cast).intake
    assert (intake.name, intake.format, intake.state) == ("运城规划.txt", "txt", "reading")
    assert intake.file.read() == UPLOAD.content
    assert intake.file.name == f"plans/{UPLOAD.sha256[:2]}/{UPLOAD.sha256}"
    job = Job.objects.get(kind=READ)
    assert (job.params, job.requested_by, intake.job) == (
        {"intake": intake.pk},
        cast.plan_office,
        job,
    )
    assert_traced(intake, "intake.take_in", cast.plan_office)


def test_the_same_file_is_recognised(cast: Cast) -> None:
    first = hand_in(cast)
    again = hand_in(cast, Upload("换了名字.txt", UPLOAD.content))
    assert (first.known, again.known) == (False, True)
    assert again.intake == first.intake
    assert Intake.objects.count() == 1
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"MZ\x00", "intake_type"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "intake_old_word"),
        ("a.txt", b"", "intake_empty"),
        ("a.docx", b"PK\x03\x04", "intake_broken_file"),
    ],
)
def test_what_is_not_accepted_leaves_nothing(
    cast: Cast, storage: InMemoryStorage, name: str, content: bytes, why: str
) -> None:
    with refused(why, field="file"):
        hand_in(cast, Upload(name, content))
    assert not Intake.objects.exists()
    assert not storage.exists("plans")


def test_a_file_that_is_too_large(cast: Cast) -> None:
    content = b"%PDF-1.7" + b" " * evidence.LARGEST
    with refused("evidence_size", field="file"):
        hand_in(cast, Upload("a.pdf", content))


def test_who_may(cast: Cast) -> None:
    RegionFactory(code="141000", name="临汾市")
    for name, person in cast.people().items():
        if name in ("plan_office", "administrator"):
            continue
        with pytest.raises(NotPermitted):
            hand_in(cast, actor=person)
    with pytest.raises(NotPermitted):
        hand_in(cast, region="141000")
    with refused("region_unknown", field="region"):
        hand_in(cast, region="999999")
    assert hand_in(cast, region="140802").intake.region_id == "140802"
    # An administrator stands above the cities, and is led to what one of them has taken in.
    assert hand_in(cast, region="141000", actor=cast.administrator).known
    other = Upload("b.txt", UPLOAD.content + b"x")
    there = hand_in(cast, other, region="141000", actor=cast.administrator)
    assert there.intake.region_id == "141000"


def test_nobody_else_sees_it(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    seen = {
        name
        for name, person in cast.people().items()
        if Intake.objects.visible_to(person).filter(pk=intake.pk).exists()
    }
    assert seen == {"plan_office", "administrator"}


# --- the head -------------------------------------------------------------------------------------


def head(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": "运城规划",
        "number": "",
        "issuer": "",
        "issued_on": None,
        "period_start": 2026,
        "period_end": 2030,
        "outlook_year": 2035,
        "region_id": "140800",
        "revises_id": None,
    }
    return values | changed


def save(cast: Cast, intake: Intake, version: int | None = None, **changed: Any) -> Intake:
    return save_head(
        intake_id=intake.pk,
        version=version,
        values=head(**changed),
        actor=cast.plan_office,
        now=NOW,
    )


def test_the_head_is_confirmed(cast: Cast) -> None:
    intake = save(cast, make_intake(cast.plan_office, head_confirmed_by=None), version=1)
    assert (intake.title, intake.outlook_year) == ("运城规划", 2035)
    assert intake.head_confirmed_by == cast.plan_office
    assert_traced(intake, "intake.save_head", cast.plan_office)
    with pytest.raises(Conflict):
        save(cast, intake, version=1)


@pytest.mark.parametrize(
    ("changed", "why", "field"),
    [
        ({"title": " "}, "required", "title"),
        ({"title": "长" * 201}, "note_too_long", "title"),
        ({"period_end": 2020}, "intake_period", "period_end"),
        ({"outlook_year": 2029}, "intake_period", "outlook_year"),
        ({"revises_id": 12345}, "intake_plan_unknown", "revises"),
        ({"region_id": "999999"}, "region_unknown", "region"),
    ],
)
def test_a_head_that_is_not_right(
    cast: Cast, changed: dict[str, Any], why: str, field: str
) -> None:
    intake = make_intake(cast.plan_office)
    with refused(why, field=field):
        save(cast, intake, **changed)
    intake.refresh_from_db()
    assert intake.version == 1


def test_another_region_is_read_anew_while_nothing_is_decided(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    row = make_row(intake, "运三铁路")
    saved = save(cast, intake, region_id="140802")
    assert (saved.state, saved.region_id) == ("reading", "140802")
    row.refresh_from_db()
    assert row.state == "gone"


def test_another_region_keeps_what_was_decided(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    make_row(intake, "运三铁路", state="accepted", changed_by=cast.plan_office)
    assert save(cast, intake, region_id="140802").state == "review"


def test_a_region_that_has_the_file_already(cast: Cast) -> None:
    make_intake(cast.plan_office, region_id="140802")
    with refused("intake_known", field="region"):
        save(cast, make_intake(cast.plan_office), region_id="140802")


# --- again, and away ---


def test_what_failed_is_read_again(cast: Cast) -> None:
    failure = {"code": "intake_no_text", "params": {}}
    intake = make_intake(cast.plan_office, state="failed", failure=failure)
    again = read_again(intake_id=intake.pk, actor=cast.plan_office, now=NOW)
    assert (again.state, again.failure) == ("reading", {})
    assert again.job is not None
    assert again.job.state == Job.State.WAITING
    assert_traced(again, "intake.read_again", cast.plan_office)


def test_what_was_decided_is_not_lost(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    make_row(intake, "运三铁路", state="accepted")
    with refused("intake_under_review"):
        read_again(intake_id=intake.pk, actor=cast.plan_office, now=NOW)


def test_a_document_is_discarded_with_a_reason(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    with refused("reason_required"):
        discard(intake_id=intake.pk, version=1, reason=" ", actor=cast.plan_office, now=NOW)
    gone = discard(intake_id=intake.pk, version=1, reason="传错了", actor=cast.plan_office, now=NOW)
    assert gone.state == Intake.State.DISCARDED
    assert_traced(gone, "intake.discard", cast.plan_office, "传错了")


def test_what_stands_in_the_register_is_left_alone(cast: Cast) -> None:
    plan = Plan.objects.create(
        doc="p", title="p", region_id="140800", text="", sha256="", created_at=NOW, updated_at=NOW
    )
    intake = make_intake(cast.plan_office, plan=plan)
    with refused("intake_registered"):
        save(cast, intake)
    with refused("intake_registered"):
        discard(intake_id=intake.pk, version=1, reason="x", actor=cast.plan_office, now=NOW)


def test_strangers_find_nothing(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    with pytest.raises(Intake.DoesNotExist):
        read_again(intake_id=intake.pk, actor=cast.stranger, now=NOW)
