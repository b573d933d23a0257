"""The reading room in a real browser: by pointer, by keyboard, by scrolling, and on a phone."""

from typing import TYPE_CHECKING, Any

import pytest

from directory import clock
from plans.models import Commitment, Plan
from projects.models import Project
from tests.cast import Cast
from tests.factories import SectorFactory
from tests.web.promised import TEXT, make_plan
from tests.web.test_acting_in_browser import PHONE, enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_plan(transactional_db: None, cast: Cast) -> Plan:
    """A plan of many parts; its promises stand in the first one."""
    plan = make_plan(cast)
    Plan.objects.update(text=TEXT + "\n" + "其余的话说到这里为止，不再多说什么。\n" * 2500)
    Project.objects.update(light="red", next_due_on=clock.today().replace(day=1))
    Commitment.objects.update(sector=SectorFactory())
    return plan


def test_a_quote_says_by_click_and_by_keyboard_what_became_of_it(
    long_plan: Plan, cast: Cast, page: "Page", live_server: Any
) -> None:
    one = Commitment.objects.get(name="运城机场改扩建")
    enter(page, live_server, cast.plan_office)
    page.goto(f"/plans/{long_plan.pk}/")

    page.locator(f"#c{one.pk}").click()
    card = page.locator("#card")
    card.get_by_text("逾期 22 天").wait_for()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert page.evaluate("document.activeElement.id") == f"c{one.pk}"

    page.keyboard.press("Enter")
    card.get_by_text("逾期 22 天").wait_for()
    assert page.evaluate("document.activeElement.id") == "card"
    card.get_by_role("link", name="打开条目").click()
    page.get_by_role("heading", name="运城机场改扩建").wait_for()


def test_the_text_goes_on_as_one_scrolls_and_stays_small(
    long_plan: Plan, cast: Cast, page: "Page", live_server: Any
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    enter(page, live_server, cast.plan_office)
    page.goto(f"/plans/{long_plan.pk}/")
    parts = page.locator("[data-part]")
    for number in range(2, 7):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.locator(f'[data-part="{number}"]').wait_for(state="attached")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert parts.count() == 6, "a fresh page begins, so that a phone keeps up"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="下一部分").click()
    page.locator('[data-part="7"]').wait_for()


def test_the_address_of_a_quote_leads_to_it(
    long_plan: Plan, cast: Cast, page: "Page", live_server: Any
) -> None:
    one = Commitment.objects.get(name="稷山县通用机场")
    enter(page, live_server, cast.plan_office)
    page.goto(f"/plans/{long_plan.pk}/?part=3#c{one.pk}")
    page.wait_for_url(f"**/plans/{long_plan.pk}/?c={one.pk}#c{one.pk}")
    assert page.locator(f"#c{one.pk}").is_visible()


def test_a_gap_is_worked_off_in_its_row(
    long_plan: Plan, cast: Cast, page: "Page", live_server: Any
) -> None:
    enter(page, live_server, cast.plan_office)
    page.goto("/commitments/?standing=gap")
    page.get_by_role("link", name="不作项目").click()
    page.get_by_label("原因").fill("并入运城机场")
    page.locator(".act").get_by_role("button", name="不作项目").click()
    page.get_by_text("已注明不作项目。").wait_for()
    page.get_by_text("没有缺口").wait_for()
    assert page.url.endswith("/commitments/?standing=gap")
