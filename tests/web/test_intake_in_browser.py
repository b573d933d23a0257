"""The review in a real browser: hand in, watch it being read, confirm by keyboard, register."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner import jobs
from plans.models import Commitment, Intake, IntakeRow
from tests.cast import Cast
from tests.factories import SectorFactory
from tests.plans.intakes import TEXT, make_intake, make_row
from tests.web.pages import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUOTES = ("稷山县通用机场", "临猗县通用机场", "运三铁路", "夹马口泵站")


@pytest.fixture(autouse=True)
def nobody_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.views.intake.documents.wake", lambda task, job: None)


@pytest.fixture
def office(cast: Cast, page: "Page", live_server: Any) -> "Page":
    """The plan office, logged in without the door."""
    SectorFactory(code="0101", name="机场与通用航空")
    session = client_of(cast.plan_office).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


@pytest.fixture
def intake(transactional_db: None, cast: Cast) -> Intake:
    intake = make_intake(cast.plan_office)
    SectorFactory(code="0101", name="机场与通用航空")
    for quote in QUOTES:
        make_row(intake, quote, sector_id="0101", choice="new")
    return intake


def confirmed(page: "Page", count: int) -> None:
    """Wait until the page says so many rows are confirmed."""
    page.locator("[data-progress] b").get_by_text(str(count), exact=True).wait_for()


def states(intake: Intake) -> list[str]:
    return list(intake.rows.order_by("start").values_list("state", flat=True))


def test_from_the_file_to_the_register(office: "Page", tmp_path: Path) -> None:
    file = tmp_path / "运城规划.txt"
    file.write_text(TEXT, "utf-8")
    office.goto("/intakes/")
    office.set_input_files("input[type=file]", file)
    office.get_by_role("button", name="上传并读取").click()
    office.get_by_text("正在读取文件").wait_for()
    jobs.run_due_jobs()
    # The page sees by itself that it has been read.
    office.get_by_role("button", name="确认基本信息").click()
    office.get_by_text("文件基本信息已确认").wait_for()
    intake = Intake.objects.get()
    intake.rows.update(choice="new", sector="0101")

    office.get_by_role("link", name="继续审核").click()
    office.get_by_label("批量确认，可信度不低于").select_option("0.50")
    office.locator("#reach").select_option("all")
    office.locator(".review-all").get_by_role("button", name="确认", exact=True).click()
    office.locator(".review-said").wait_for()
    office.get_by_role("link", name="待登记").click()
    office.locator(".intake-register button").click()
    office.get_by_text("已纳入登记簿").wait_for()
    assert Commitment.objects.count() == intake.rows.filter(state="accepted").count() > 2


def test_the_review_by_keyboard(office: "Page", intake: Intake) -> None:
    office.goto(f"/intakes/{intake.pk}/review/")
    for key in ("a", "a"):
        office.keyboard.press(key)
    confirmed(office, 2)
    assert states(intake) == ["accepted", "accepted", "open", "open"]
    # Where one is stays marked, also when the answer has settled.
    office.wait_for_timeout(200)
    assert office.locator(".row-card.is-current h3").inner_text() == "运三铁路"

    office.keyboard.press("x")
    office.locator(".row-form select[name=kind]").press("Control+Enter")
    confirmed(office, 3)
    office.keyboard.press("u")
    confirmed(office, 2)

    office.keyboard.press("e")
    name = office.locator(".row-form input[name=name]")
    name.fill("运城至三门峡铁路")
    name.press("Enter")
    confirmed(office, 3)
    row = intake.rows.get(name="运城至三门峡铁路")
    assert (row.state, row.quote) == ("accepted", "运三铁路")

    office.keyboard.press("e")
    office.locator(".row-form input[name=name]").press("Escape")
    office.locator(".row-form").wait_for(state="detached")
    office.keyboard.press("?")
    office.locator("#keys").wait_for(state="hidden")


def test_marked_words_become_a_row_and_a_quote(office: "Page", intake: Intake) -> None:
    office.goto(f"/intakes/{intake.pk}/review/")
    mark(office, "小浪底引黄工程")
    office.keyboard.press("i")
    office.locator(".row-form input[name=name]").wait_for()
    row = intake.rows.get(name="小浪底引黄工程")
    assert (row.quote, row.state) == ("小浪底引黄工程", "accepted")

    mark(office, "建设小浪底引黄工程")
    office.get_by_role("button", name="作为引文").click()
    office.locator(".row-form").get_by_role("button", name="保存", exact=True).click()
    office.get_by_text("条目已保存。").wait_for()
    row.refresh_from_db()
    assert row.quote == "建设小浪底引黄工程"


def mark(page: "Page", words: str) -> None:
    """Select words of the text as a person does with the mouse."""
    page.locator("#text").evaluate(
        """(text, words) => {
            const pieces = [...text.querySelectorAll(".w")];
            const whole = pieces.map((piece) => piece.textContent).join("");
            const find = (at) => {
                for (const piece of pieces) {
                    if (at <= piece.textContent.length) return [piece.firstChild, at];
                    at -= piece.textContent.length;
                }
            };
            const start = whole.indexOf(words);
            const range = document.createRange();
            range.setStart(...find(start));
            range.setEnd(...find(start + words.length));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    page.locator("#selection").wait_for()


def test_rows_are_joined_and_split_by_keyboard(office: "Page", intake: Intake) -> None:
    office.goto(f"/intakes/{intake.pk}/review/")
    office.keyboard.press("m")
    office.get_by_text("已合并").wait_for()
    joined = intake.rows.get(name="稷山县通用机场、临猗县通用机场")
    assert states(intake) == ["open", "gone", "open", "open"]
    office.keyboard.press("s")
    office.locator(".row-form textarea").wait_for()
    office.locator(".row-form").get_by_role("button", name="拆分").click()
    office.get_by_text("已拆分为 2 条").wait_for()
    joined.refresh_from_db()
    assert joined.name == "稷山县通用机场"


def test_somebody_else_was_faster(office: "Page", intake: Intake, cast: Cast) -> None:
    office.goto(f"/intakes/{intake.pk}/review/")
    first = intake.rows.order_by("start")[0]
    IntakeRow.objects.filter(pk=first.pk).update(
        version=2, name="别人的名称", changed_by=cast.administrator
    )
    office.keyboard.press("a")
    office.get_by_text("admin同志于").wait_for()
    assert states(intake)[0] == "open"
    office.keyboard.press("a")
    confirmed(office, 1)


def test_nothing_is_wider_than_a_phone(office: "Page", intake: Intake) -> None:
    office.set_viewport_size({"width": 390, "height": 844})
    for address in ("/intakes/", f"/intakes/{intake.pk}/", f"/intakes/{intake.pk}/review/"):
        office.goto(address)
        assert office.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
