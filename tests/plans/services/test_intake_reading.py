"""Reading a document that was handed in, by the job as the tick finds it."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import InMemoryStorage

from directory.models import Job, Role
from planner import jobs
from plans import tasks
from plans.models import Intake, IntakeRow
from plans.services.intake import discard, take_in
from plans.services.intake_reading import read_intake, spread_sectors
from projects.models import Project
from projects.services.evidence import Upload
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, SectorFactory, UserFactory
from tests.plans.intakes import TEXT, UPLOAD, make_intake, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(monkeypatch: pytest.MonkeyPatch) -> InMemoryStorage:
    kept = InMemoryStorage()
    monkeypatch.setattr(Intake._meta.get_field("file"), "storage", kept)
    return kept


def hand_in(cast: Cast, upload: Upload = UPLOAD) -> Intake:
    taken = take_in(upload=upload, region_code="140800", actor=cast.plan_office, now=NOW)
    return taken.intake


def read(intake: Intake) -> Intake:
    jobs.run_due_jobs()
    intake.refresh_from_db()
    return intake


def assert_quotes_hold(intake: Intake) -> None:
    for row in intake.rows.exclude(state="gone"):
        assert intake.text[row.start : row.end] == row.quote


def test_the_tick_reads_what_was_handed_in(cast: Cast) -> None:
    intake = read(hand_in(cast))
    assert (intake.state, intake.text, intake.encoding) == ("review", TEXT, "utf-8")
    assert (intake.title, intake.number) == ("运城市“十五五”重大项目规划", "运政发〔2026〕3号")
    assert (intake.period_start, intake.head_confirmed_by) == (2026, None)
    names = set(intake.rows.values_list("name", flat=True))
    assert {"稷山县通用机场", "临猗县通用机场", "运三铁路"} <= names
    assert_quotes_hold(intake)
    assert set(intake.rows.values_list("state", flat=True)) == {"open"}
    assert {section["kind"] for section in intake.sections} >= {"chapter", "box"}
    job = Job.objects.get(kind="plans.read_intake")
    assert (job.state, job.steps_done, job.steps_total) == ("done", 3, 3)
    assert job.result == {"rows": intake.rows.count()}


def test_a_wake_does_the_one_job(cast: Cast) -> None:
    intake = hand_in(cast)
    assert intake.job is not None
    assert tasks.do_job(intake.job.pk) == 1
    assert tasks.do_job(intake.job.pk) == 0
    intake.refresh_from_db()
    assert intake.state == Intake.State.REVIEW


def test_what_may_be_there_already_is_offered(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(name="运三铁路", region_id="140802")
    intake = read(hand_in(cast))
    row = intake.rows.get(name="运三铁路")
    assert [(one["kind"], one["id"]) for one in row.likely] == [("project", cast.project.pk)]


def test_a_programme_takes_its_sector_from_its_members(cast: Cast) -> None:
    for code in ("01", "0101", "0102"):
        SectorFactory(code=code)
    intake = make_intake(cast.plan_office)
    above = make_row(intake, "通用机场工程", level="programme")
    air = make_row(intake, "稷山县通用机场", parent=above, sector_id="0101")
    rail = make_row(intake, "运三铁路", parent=above, sector_id="0102")
    alone = make_row(intake, "夹马口泵站")
    spread_sectors([above, air, rail, alone], {"01", "0101", "0102"})
    assert (above.sector_id, alone.sector_id) == ("01", None)
    below = make_row(intake, "临猗县通用机场", parent=above)
    spread_sectors([above, below], {"01"})
    assert below.sector_id == "01"


def test_a_date_under_the_number_ends_nothing(cast: Cast) -> None:
    dated = TEXT.replace("3号\n", "3号\n2026年3月1日\n")
    intake = read(hand_in(cast, Upload("规划.txt", dated.encode())))
    assert intake.rows.filter(name="运三铁路").exists()
    assert intake.issued_on == date(2026, 3, 1)


def test_the_demonstration_city_reads_too(cast: Cast) -> None:
    city = RegionFactory(code="990100", name="示范市", short_name="示范")
    office = UserFactory(role=Role.PLAN_OFFICE, region=city)
    taken = take_in(upload=UPLOAD, region_code="990100", actor=office, now=NOW)
    assert read(taken.intake).state == Intake.State.REVIEW
    assert not Intake.objects.visible_to(cast.plan_office).exists()


def test_a_second_worker_finds_it_done(cast: Cast) -> None:
    intake = read(hand_in(cast))
    rows = intake.rows.count()
    again = read_intake(intake_id=intake.pk, now=NOW, progress=lambda done, total: None)
    assert again == {"rows": rows}
    assert intake.rows.count() == rows


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_document() -> bytes:
    """A Word document with a paragraph for each line."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT.splitlines())
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>',
        )
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("规划.docx", word_document()),
        ("规划.pdf", word_document()),
        ("规划.txt", TEXT.encode("gb18030")),
        ("规划.md", TEXT.encode()),
        ("规划.html", f"<html><body>{TEXT.replace(chr(10), '<br>')}</body></html>".encode()),
    ],
)
def test_other_formats(cast: Cast, name: str, content: bytes) -> None:
    intake = read(hand_in(cast, Upload(name, content)))
    assert intake.state == Intake.State.REVIEW, intake.failure
    assert intake.rows.filter(name="运三铁路").exists()
    assert_quotes_hold(intake)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (
            "扫描.pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
            "",
        ),
        ("短.txt", "机场".encode(), "intake_no_text"),
    ],
)
def test_what_cannot_be_read_says_why_and_keeps_the_file(
    cast: Cast, name: str, content: bytes, why: str
) -> None:
    intake = read(hand_in(cast, Upload(name, content)))
    assert intake.state == Intake.State.FAILED
    assert intake.failure["code"].startswith("intake_")
    assert why in ("", intake.failure["code"])
    assert intake.file.read() == content
    assert not IntakeRow.objects.exists()
    assert Job.objects.get(kind="plans.read_intake").state == "done"


def test_a_file_that_is_gone(cast: Cast, storage: InMemoryStorage) -> None:
    intake = hand_in(cast)
    storage.delete(str(intake.file.name))
    assert read(intake).failure["code"] == "intake_unreadable"


def test_a_fault_of_ours_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, storage: InMemoryStorage
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault")

    intake = hand_in(cast)
    monkeypatch.setattr("plans.services.intake_reading.set_likely", broken)
    jobs.run_due_jobs()
    intake.refresh_from_db()
    assert intake.state == Intake.State.READING
    assert intake.job is not None
    assert (intake.job.state, intake.job.message) == ("waiting", "ZeroDivisionError: a fault")

    # The next attempt takes up what the first one has left.
    found = intake.rows.count()
    monkeypatch.undo()
    monkeypatch.setattr(Intake._meta.get_field("file"), "storage", storage)
    Job.objects.update(run_after=NOW)
    assert read(intake).state == Intake.State.REVIEW
    assert intake.rows.count() == found > 0


def test_a_document_that_is_discarded_while_it_is_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(intake: Intake, _rows: object) -> None:
        discard(intake_id=intake.pk, version=None, reason="传错", actor=cast.plan_office, now=NOW)

    intake = hand_in(cast)
    monkeypatch.setattr("plans.services.intake_reading.set_likely", meanwhile)
    assert read(intake).state == Intake.State.DISCARDED
