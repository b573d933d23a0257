"""Handing in a plan document on the pages: who may, what is refused, the head, the register."""

from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directory.models import Job, User
from planner import jobs
from plans.models import Commitment, Intake, Plan
from plans.rules.formats import CONTENT_TYPES
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, SectorFactory
from tests.plans.closing_stage import make_plan
from tests.plans.intakes import UPLOAD, make_intake, make_row
from tests.plans.services.test_intake_indicators import cells
from tests.web.pages import client_of, queries_of, see, status_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(monkeypatch: pytest.MonkeyPatch) -> InMemoryStorage:
    kept = InMemoryStorage()
    monkeypatch.setattr(Intake._meta.get_field("file"), "storage", kept)
    monkeypatch.setattr("web.views.intake.documents.wake", lambda task, job: None)
    return kept


def hand_in(user: User, name: str = UPLOAD.name, content: bytes = UPLOAD.content) -> Any:
    sent = {"file": SimpleUploadedFile(name, content), "region": "140800"}
    return client_of(user).post("/intakes/", sent, follow=True)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_the_file_to_the_register(cast: Cast) -> None:
    SectorFactory(code="0101", name="机场与通用航空")
    answer = hand_in(cast.plan_office)
    assert "正在读取文件" in text_of(answer)
    jobs.run_due_jobs()
    intake = Intake.objects.get()
    page = see(cast.plan_office, f"/intakes/{intake.pk}/")
    for words in ("运城市“十五五”重大项目规划", "运政发〔2026〕3号", "由系统从原文读出"):
        assert words in page, words

    client = client_of(cast.plan_office)
    head = {
        "version": intake.version,
        "title": "运城重大项目规划",
        "region": "140800",
        "period_start": "2026",
        "period_end": "2030",
    }
    assert "文件基本信息已确认" in text_of(client.post(f"/intakes/{intake.pk}/", head, follow=True))
    intake.rows.update(state="accepted", choice="new", sector="0101", likely=[])
    answer = client.post(f"/intakes/{intake.pk}/register/", follow=True)
    assert "已纳入登记簿" in text_of(answer)
    assert Plan.objects.get().title == "运城重大项目规划"
    assert Commitment.objects.count() == intake.rows.count()


def test_the_same_file_leads_to_what_is_there(cast: Cast) -> None:
    hand_in(cast.plan_office)
    answer = hand_in(cast.plan_office, name="另一个名字.txt")
    assert "此文件已由office同志于" in text_of(answer)
    assert answer.redirect_chain[-1][0] == f"/intakes/{Intake.objects.get().pk}/"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("清单.xlsx", b"PK\x03\x04", "文件已损坏"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "不支持此类文件"),
        ("空.txt", b" ", "文件是空的"),
    ],
)
def test_what_is_refused_says_why_at_the_field(
    cast: Cast, name: str, content: bytes, words: str
) -> None:
    answer = hand_in(cast.plan_office, name, content)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'id="id_file_error"' in text_of(answer)
    assert not Intake.objects.exists()


def test_the_refusal_in_english(cast: Cast) -> None:
    client = client_of(cast.plan_office)
    client.cookies["django_language"] = "en"
    sent = {"file": SimpleUploadedFile("a.exe", b"MZ\x00"), "region": "140800"}
    assert "Files of this type are not read: a.exe" in text_of(client.post("/intakes/", sent))


def test_nothing_was_chosen(cast: Cast) -> None:
    answer: Any = client_of(cast.plan_office).post("/intakes/", {"region": "999999"})
    assert answer.status_code == 422


def test_who_may(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    for name, person in cast.people().items():
        may = name in ("plan_office", "administrator")
        assert status_of(person, "/intakes/") == (200 if may else 403), name
        for address in ("", "file/", "review/", "editions/"):
            expected = {"": 200, "review/": 200}.get(address, 404) if may else 404
            assert status_of(person, f"/intakes/{intake.pk}/{address}") == expected, (name, address)
    assert "规划收录" not in see(cast.leader, "/plans/")


@pytest.mark.parametrize("address", ["again/", "discard/", "register/", "review/accept/"])
def test_only_the_office_acts_and_only_by_post(cast: Cast, address: str) -> None:
    intake = make_intake(cast.plan_office)
    path = f"/intakes/{intake.pk}/{address}"
    assert status_of(cast.plan_office, path) == 405
    answer: Any = client_of(cast.stranger).post(path)
    assert answer.status_code == 404
    answer = Client().post(path)
    assert answer.status_code == 302


def test_the_original_is_a_download(cast: Cast) -> None:
    hand_in(cast.plan_office)
    intake = Intake.objects.get()
    answer: Any = client_of(cast.plan_office).get(f"/intakes/{intake.pk}/file/")
    assert b"".join(answer.streaming_content) == UPLOAD.content
    assert answer.headers["Content-Type"] == CONTENT_TYPES["txt"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_that_could_not_be_read_is_tried_again(cast: Cast) -> None:
    failure = {"code": "intake_no_text", "params": {}}
    intake = make_intake(cast.plan_office, state="failed", failure=failure)
    assert "文件中没有文字" in see(cast.plan_office, f"/intakes/{intake.pk}/")
    client_of(cast.plan_office).post(f"/intakes/{intake.pk}/again/")
    intake.refresh_from_db()
    assert (intake.state, Job.objects.count()) == ("reading", 1)


def test_a_job_that_was_given_up_says_so(cast: Cast) -> None:
    job = Job.objects.create(
        kind="plans.read_intake", state="failed", message="boom", run_after=NOW, created_at=NOW
    )
    intake = make_intake(cast.plan_office, state="reading", job=job)
    page = see(cast.plan_office, f"/intakes/{intake.pk}/")
    assert "文件未能读取" in page
    assert "boom" not in page


def test_a_head_that_somebody_else_has_changed(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    Intake.objects.filter(pk=intake.pk).update(title="别人的标题", version=2)
    sent = {"version": "1", "title": "我的标题", "region": "140800", "number": ""}
    answer: Any = client_of(cast.plan_office).post(f"/intakes/{intake.pk}/", sent)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "我的标题" in page
    assert "别人的标题" in page
    assert 'name="version" value="2"' in page


def test_a_head_that_is_not_right(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    sent = {"version": "1", "title": "", "region": "140800", "period_start": "3026"}
    answer: Any = client_of(cast.plan_office).post(f"/intakes/{intake.pk}/", sent)
    assert answer.status_code == 422
    assert text_of(answer).count("field-error") == 2


def test_registering_too_early_says_what_is_missing(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    make_row(intake, "运三铁路", state="accepted")
    answer: Any = client_of(cast.plan_office).post(f"/intakes/{intake.pk}/register/")
    assert answer.status_code == 422
    assert "未定行业" in text_of(answer)
    assert f"/intakes/{intake.pk}/review/?show=unsorted" in text_of(answer)


def test_discarding_needs_a_reason(cast: Cast) -> None:
    intake = make_intake(cast.plan_office)
    client = client_of(cast.plan_office)
    address = f"/intakes/{intake.pk}/discard/"
    assert "请填写理由" in text_of(client.post(address, {"version": "1"}, follow=True))
    sent = {"version": "1", "reason": "传错"}
    assert "文件已作废" in text_of(client.post(address, sent, follow=True))
    intake.refresh_from_db()
    assert intake.state == "discarded"


def test_two_editions_side_by_side(cast: Cast) -> None:
    SectorFactory(code="0101")
    old = make_intake(cast.plan_office)
    for quote in ("运三铁路", "夹马口泵站"):
        make_row(old, quote, state="accepted", sector_id="0101", choice="new")
    client = client_of(cast.plan_office)
    client.post(f"/intakes/{old.pk}/register/")
    new = make_intake(cast.plan_office, sha256="1" * 64, revises=Plan.objects.get())
    make_row(new, "运三铁路")
    make_row(new, "稷山县通用机场")
    page = see(cast.plan_office, f"/intakes/{new.pk}/editions/")
    for words in ("保留 <b>1</b>", "新增 <b>1</b>", "删除 <b>1</b>", "夹马口泵站"):
        assert words in page, words
    dropped = see(cast.plan_office, f"/intakes/{new.pk}/editions/?fate=dropped")
    assert "稷山县通用机场" not in dropped


def test_only_a_plan_of_ones_own_place_can_be_revised(cast: Cast) -> None:
    RegionFactory(code="141000", name="临汾市")
    own = make_plan("own", "本市规划", 2021, 2025, "140800")
    other = make_plan("other", "邻市规划", 2021, 2025, "141000")
    page = see(cast.plan_office, f"/intakes/{make_intake(cast.plan_office).pk}/")
    assert f'<option value="{own.pk}">' in page
    assert f'<option value="{other.pk}">' not in page


def test_a_plan_of_the_same_number_is_pointed_at(cast: Cast) -> None:
    SectorFactory(code="0101")
    old = make_intake(cast.plan_office, number="运政发〔2026〕8号")
    make_row(old, "运三铁路", state="accepted", sector_id="0101", choice="new")
    client_of(cast.plan_office).post(f"/intakes/{old.pk}/register/")
    new = make_intake(cast.plan_office, sha256="1" * 64, number="运政发〔2026〕8号")
    other = make_intake(cast.plan_office, sha256="2" * 64, number="运政发〔2026〕9号")
    words = "登记簿中已有内容或文号相同的规划"
    assert words in see(cast.plan_office, f"/intakes/{new.pk}/")
    assert words not in see(cast.plan_office, f"/intakes/{other.pk}/")
    assert words not in see(cast.plan_office, f"/intakes/{old.pk}/")


def test_the_indicators_cell_for_cell(cast: Cast) -> None:
    SectorFactory(code="0101")
    intake = make_intake(cast.plan_office, indicators=[cells(1, "城镇化率")])
    address = f"/intakes/{intake.pk}/indicators/"
    page = see(cast.plan_office, address)
    for words in ("城镇化率", "≥6.5", "预期性", "请先将已确认的条目纳入登记簿"):
        assert words in page, words
    client = client_of(cast.plan_office)
    assert client.post(address, {"row": "0"}).status_code == 422
    make_row(intake, "运三铁路", state="accepted", sector_id="0101", choice="new")
    client.post(f"/intakes/{intake.pk}/register/")
    assert "已登记指标 1 项" in text_of(client.post(address, {"row": "0"}, follow=True))
    assert client_of(cast.stranger).get(address).status_code == 404


def test_the_list_asks_no_more_for_more_documents(cast: Cast) -> None:
    make_row(make_intake(cast.plan_office), "运三铁路")
    few = queries_of(cast.plan_office, "/intakes/")
    for number in range(5):
        make_row(make_intake(cast.plan_office, sha256=str(number) * 64), "运三铁路")
    assert queries_of(cast.plan_office, "/intakes/") == few
