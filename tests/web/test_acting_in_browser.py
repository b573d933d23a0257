"""The main acts in a real browser: in place, without JavaScript, and on a phone."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from directory import clock
from directory.models import User
from projects.models import Milestone, ScheduleTemplate, TemplateStep
from tests.cast import Cast
from tests.factories import MilestoneFactory
from tests.web.pages import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def enter(page: "Page", live_server: Any, user: User) -> None:
    """Log somebody in without the door."""
    session = client_of(user).cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def due(transactional_db: None, cast: Cast) -> Milestone:
    one: Milestone = MilestoneFactory(
        project=cast.project,
        department=cast.lead_department,
        name="主体完工",
        due_on=date(2026, 11, 1),
    )
    return one


@pytest.fixture
def template(transactional_db: None) -> ScheduleTemplate:
    template = ScheduleTemplate.objects.create(code="t", name="通用模板", name_en="General")
    for order, (key, name, days, before) in enumerate(
        [("approval", "项目批复", 20, []), ("works", "主体完工", 200, ["approval"])], start=1
    ):
        TemplateStep.objects.create(
            template=template,
            key=key,
            name=name,
            name_en=key,
            kind="progress",
            order=order,
            duration_working_days=days,
            predecessors=before,
        )
    return template


def test_the_office_confirms_the_lead_and_lays_the_schedule(
    transactional_db: None,
    cast: Cast,
    template: ScheduleTemplate,
    page: "Page",
    live_server: Any,
) -> None:
    cast.project.parties.filter(part="lead").update(confirmed=False, basis="行业对应")
    enter(page, live_server, cast.plan_office)
    page.goto(f"/projects/{cast.project.pk}/")

    page.get_by_role("link", name="确认牵头单位").click()
    page.get_by_role("button", name="确认牵头单位").click()
    page.get_by_text("牵头单位已确认。").wait_for()

    page.get_by_role("link", name="倒排工期").click()
    page.get_by_label("完工日期").fill("2027-10-29")
    page.get_by_role("button", name="预览节点").click()
    page.get_by_text("拟排节点").wait_for()
    assert not cast.project.milestones.exists()
    page.get_by_role("button", name="按此下达").click()
    page.get_by_text("节点已下达").wait_for()

    assert page.url.endswith(f"/projects/{cast.project.pk}/")
    assert page.locator("#milestones tbody tr[id]").count() == 2


def test_a_department_completes_in_place(
    due: Milestone, cast: Cast, page: "Page", live_server: Any
) -> None:
    enter(page, live_server, cast.lead)
    page.goto("/my-work/")

    page.get_by_role("link", name="完成", exact=True).click()
    assert page.locator("#header-overdue").inner_text().split() == ["逾期", "1"]
    page.get_by_label("实际完成日期").fill("2026-11-20")
    page.get_by_label("说明").fill("已验收")
    page.get_by_role("button", name="完成", exact=True).click()
    page.get_by_text("节点已登记完成。").wait_for()

    assert page.url.endswith("/my-work/")
    assert page.locator("#header-overdue").inner_text().split() == ["逾期", "0"]
    due.refresh_from_db()
    assert (due.actual_on, due.note) == (date(2026, 11, 20), "已验收")


def test_the_office_changes_the_entry_in_place(
    transactional_db: None, cast: Cast, page: "Page", live_server: Any
) -> None:
    type(cast.project).objects.filter(pk=cast.project.pk).update(status="conceived")
    enter(page, live_server, cast.plan_office)
    page.goto(f"/projects/{cast.project.pk}/")

    page.get_by_role("link", name="修改信息").click()
    page.get_by_label("建设地点").fill("陶村镇")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("项目信息已保存。").wait_for()
    assert page.locator("#facts").get_by_text("陶村镇").is_visible()

    page.get_by_role("link", name="配合单位").click()
    page.get_by_label("运城市体育局").check()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("配合单位已保存。").wait_for()
    assert page.locator("#people").get_by_text("运城市体育局").is_visible()

    page.get_by_role("link", name="调整状态").click()
    page.get_by_label("调整为").select_option("reserve")
    page.get_by_role("button", name="确认调整状态").click()
    page.locator(".act .notice-error").get_by_text("可研批复").wait_for()
    page.get_by_label("调整为").select_option("suspended")
    page.get_by_label("原因").fill("资金未落实")
    page.get_by_label("下步计划").fill("争取专项债")
    page.get_by_label("预计恢复日期").fill("2027-03-31")
    page.get_by_role("button", name="确认调整状态").click()
    page.get_by_text("项目状态已调整。").wait_for()
    assert page.locator(".standing").get_by_text("缓建", exact=True).is_visible()


def test_a_refusal_comes_back_in_place(
    due: Milestone, cast: Cast, page: "Page", live_server: Any
) -> None:
    in_force = clock.today() + timedelta(days=30)
    Milestone.objects.filter(pk=due.pk).update(due_on=in_force)
    enter(page, live_server, cast.lead)
    page.goto(f"/projects/{cast.project.pk}/")

    page.get_by_role("link", name="申请调整").click()
    page.get_by_label("拟调整为").fill(in_force.isoformat())
    page.get_by_label("具体原因").fill("征迁滞后")
    page.get_by_role("button", name="提交申请").click()
    page.locator(".field-error").wait_for()

    assert page.get_by_label("具体原因").input_value() == "征迁滞后"
    page.get_by_role("link", name="取消").click()
    assert page.locator(".act").count() == 0


def test_another_date_is_asked_for_and_approved(
    due: Milestone, cast: Cast, page: "Page", live_server: Any
) -> None:
    enter(page, live_server, cast.lead)
    page.goto(f"/projects/{cast.project.pk}/")
    page.get_by_role("link", name="申请调整").click()
    page.get_by_label("拟调整为").fill("2027-03-31")
    page.get_by_label("具体原因").fill("征迁滞后")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("调整申请已提交").wait_for()

    enter(page, live_server, cast.plan_office)
    page.goto("/my-work/")
    page.get_by_role("link", name="审批", exact=True).click()
    page.get_by_role("button", name="同意").click()
    page.get_by_text("调整申请已审批。").wait_for()

    due.refresh_from_db()
    assert due.due_on == date(2027, 3, 31)


def test_without_javascript_the_same_forms_are_pages(
    due: Milestone, cast: Cast, browser: "Browser", live_server: Any
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, live_server, cast.lead)
    page.goto(f"/projects/{cast.project.pk}/")

    page.get_by_role("link", name="完成", exact=True).click()
    assert page.url.endswith(f"/milestones/{due.pk}/complete/")
    page.get_by_label("实际完成日期").fill("2026-11-20")
    page.get_by_role("button", name="完成", exact=True).click()

    assert "/projects/" in page.url
    assert page.get_by_text("节点已登记完成。").is_visible()
    context.close()
    due.refresh_from_db()
    assert due.state == Milestone.State.DONE


def test_no_page_scrolls_sideways_on_a_phone(
    due: Milestone, cast: Cast, page: "Page", live_server: Any
) -> None:
    type(cast.project).objects.filter(pk=cast.project.pk).update(
        name="运城市黄河流域生态保护和高质量发展先行区综合交通枢纽及配套基础设施改扩建工程（一期、二期）项目"
        * 2
    )
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    enter(page, live_server, cast.plan_office)
    for address in (
        f"/projects/{cast.project.pk}/",
        f"/projects/{cast.project.pk}/history/",
        f"/milestones/{due.pk}/change/",
        "/my-work/",
        "/overdue/",
        "/inbox/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, address


def test_escape_closes_an_act_in_which_nothing_was_written(
    live_server: Any, page: "Page", due: Milestone, cast: Cast
) -> None:
    enter(page, live_server, cast.lead)
    page.goto("/my-work/")
    page.get_by_role("link", name="完成", exact=True).first.click()
    note = page.locator(".act textarea[name=note]")
    note.fill("批复已取得")
    note.press("Escape")
    assert note.input_value() == "批复已取得", "what was typed is not lost"
    note.fill("")
    note.press("Escape")
    page.locator(".act").wait_for(state="detached")
