"""The lists in a real browser: keys, chips, the detail beside, the way back, dark, a phone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.cast import Cast
from tests.factories import MilestoneFactory, PartyFactory, ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "a long enough secret"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def office(cast: Cast, today: date, page: Page) -> Page:
    """The plan office, logged in, with sixty projects in its city."""
    for n in range(60):
        project = ProjectFactory(
            name=f"水源工程{n:02d}", next_due_on=today + timedelta(days=n - 20)
        )
        PartyFactory(project=project, department=cast.lead_department)
        MilestoneFactory(project=project, due_on=today + timedelta(days=n - 20))
    cast.plan_office.set_password(SECRET)
    cast.plan_office.save(update_fields=["password"])
    page.set_viewport_size(WIDE)
    page.goto("/projects/?status=construction")
    page.get_by_label("用户名").fill("office")
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/projects/?status=construction")
    return page


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_the_slash_goes_to_the_search(office: Page) -> None:
    office.keyboard.press("/")
    expect(office.locator("[data-search]")).to_be_focused()
    office.keyboard.type("机场")
    office.keyboard.press("Enter")
    expect(office.locator("tbody tr")).to_have_count(1)
    expect(office.locator(".chip")).to_contain_text("机场")


def test_a_filter_is_chosen_and_its_chip_taken_off(office: Page) -> None:
    office.get_by_label("亮灯", exact=True).first.select_option("red")
    office.wait_for_url(re.compile("light=red"))
    expect(office.get_by_text("没有符合条件的项目")).to_be_visible()
    assert "q=" not in office.url, "empty filters are noise in an address"
    office.get_by_title("去掉此条件").last.click()
    expect(office.locator("[data-count]")).to_have_text("61")


def test_the_detail_opens_beside_the_list_and_escape_closes_it(office: Page) -> None:
    office.get_by_role("link", name="水源工程05").click()
    beside = office.get_by_label("项目概要")
    expect(beside.get_by_role("heading", name="水源工程05")).to_be_visible()
    assert office.url.endswith("/projects/?status=construction"), "the list stays"
    office.keyboard.press("Escape")
    expect(beside).to_be_hidden()


def test_a_list_keeps_its_place_when_one_comes_back(office: Page) -> None:
    frame = office.locator(".table-frame")
    frame.evaluate("frame => { frame.scrollTop = 600 }")
    office.set_viewport_size({"width": 1100, "height": 900})
    office.get_by_role("link", name="水源工程20").click()
    office.wait_for_url(re.compile(r"/projects/\d+/"))
    office.go_back()
    expect(office.locator("[data-count]")).to_have_text("61")
    office.wait_for_function("document.querySelector('.table-frame').scrollTop > 400")


def test_dark_follows_the_machine_until_one_chooses(office: Page) -> None:
    root = office.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "light")
    office.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    office.get_by_label("浅色 / 深色").click()
    office.reload()
    expect(root).to_have_attribute("data-bs-theme", "light")


def test_english_and_back(office: Page) -> None:
    office.get_by_role("button", name="EN").click()
    expect(office.get_by_role("heading", name="Projects")).to_be_visible()
    assert "status=construction" in office.url
    office.get_by_role("button", name="中文").click()
    expect(office.get_by_role("heading", name="项目", exact=True)).to_be_visible()


def test_nothing_is_wider_than_a_phone(office: Page) -> None:
    office.set_viewport_size(PHONE)
    for address in ("/", "/projects/", "/milestones/?overdue=true", "/plans/", "/commitments/"):
        office.goto(address)
        assert sideways(office) <= 0, address


def test_the_head_of_a_table_stays_in_sight(office: Page) -> None:
    head = office.locator("thead th").first
    before = head.bounding_box()
    office.locator(".table-frame").evaluate("frame => { frame.scrollTop = 800 }")
    assert head.bounding_box() == before


def test_the_first_key_leads_to_the_content(office: Page) -> None:
    office.keyboard.press("Tab")
    skip = office.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    office.keyboard.press("Enter")
    expect(office.locator("#content")).to_be_focused()
