"""The main job from an empty database to the mail in the sink, with 运城机场改扩建: `script/server`
as a user starts it, a real browser, a real worker, a real mail server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest

from planner.engines import Home
from planner.engines.home import any_free_port
from planner.launch import BASE_DIR
from tests.reminders.mail_server import MailServer, mail_server
from tests.running_server import OURS, Server, end_all, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]

PASSWORD = "one-password-for-the-test"
NAME = "运城机场改扩建"
DEPARTMENT = "运城市交通运输局"
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
FINISH = TODAY + timedelta(days=400)
WORKING_DAY = """
from directory.clock import today
from directory.queries.calendar import working_calendar
print(working_calendar().next_working_day(today()))
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Office:
    """The running system, as a clerk and an operator have it."""

    home: Path
    address: str
    browser: "Browser"
    mails: MailServer

    def log_in(self, username: str) -> "Page":
        """A browser of a person's own."""
        context = self.browser.new_context(base_url=self.address, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto("/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/")
        return page

    def manage(self, *arguments: str) -> str:
        """`script/manage`, while the system runs."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        done = subprocess.run(
            [sys.executable, "-m", "planner.launch", *arguments],
            cwd=BASE_DIR,
            env={
                **kept,
                "PLANNER_HOME": str(self.home),
                "EMAIL_URL": self.mails.url,
                "PUBLIC_URL": self.address,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def office(tmp_path: Path, browser: "Browser") -> Iterator[Office]:
    home = tmp_path / "home"
    Home.at(home)
    with mail_server() as mails:
        server = Server(
            home,
            "--no-demo",
            DEMO_PASSWORD=PASSWORD,
            EMAIL_URL=mails.url,
            PORT=str(any_free_port()),
        )
        try:
            yield Office(home, server.wait_until_ready(), browser, mails)
            server.stop()
        finally:
            end_all(home)


def test_from_the_sentence_in_the_plan_to_the_mail_in_the_sink(office: Office) -> None:
    _give_the_reporter_an_address(office)
    project = _confirm_who_owes_it_and_lay_its_schedule(office)
    completed = _report_and_complete(office, project)
    late = _see_what_is_late(office)
    assert completed not in late
    _pull_the_same(office, late)
    _receive_the_digest(office, late)


def _give_the_reporter_an_address(office: Office) -> None:
    """The first accounts have no address: the administrator enters it."""
    page = office.log_in("admin")
    page.goto("/admin/directory/user/?q=yuncheng-jtj")
    page.click("#result_list tbody a >> nth=0")
    page.fill("#id_email", "jtj@yuncheng.example")
    page.click("input[name=_save]")
    assert page.locator(".messagelist .success").count() == 1
    page.context.close()


def _confirm_who_owes_it_and_lay_its_schedule(office: Office) -> str:
    page = office.log_in("yuncheng-fgw")
    page.goto("/projects/")
    page.fill("input[name=q] >> nth=0", NAME)
    page.press("input[name=q] >> nth=0", "Enter")
    address = page.locator(f"a:text-is('{NAME}')").first.get_attribute("href") or ""
    page.goto(address)
    assert "运政发〔2021〕12号" in page.inner_text("main")

    page.click("text=确认牵头单位")
    assert page.locator("select[name=department] option:checked").inner_text() == DEPARTMENT
    page.click(".act button[type=submit]")
    page.wait_for_selector("text=更换牵头单位")

    page.click("text=倒排工期")
    page.select_option("select[name=template]", "airport_approval")
    page.fill("input[name=finish_on]", FINISH.isoformat())
    page.click(".act button[type=submit]")
    page.wait_for_selector("text=日期已过")
    page.click(".act button[type=submit] >> nth=0")
    page.wait_for_selector("#milestones table")
    page.context.close()
    return address


def _report_and_complete(office: Office, project: str) -> str:
    """The department reports, and completes the first of its late milestones with evidence."""
    page = office.log_in("yuncheng-jtj")
    page.goto(project)
    page.click("a.btn-primary:has-text('填报')")
    page.fill("input[name=progress_words]", "可研报告已报批")
    page.click(".act button[type=submit] >> nth=0")
    page.wait_for_selector("text=可研报告已报批")

    page.goto("/my-work/")
    row = page.locator("tr", has_text=NAME).first
    name = str(row.locator("td").first.evaluate("cell => cell.firstChild.textContent.trim()"))
    row.locator("text=完成").first.click()
    page.fill("input[name=actual_on]", TODAY.isoformat())
    page.set_input_files(
        "input[name=evidence]", {"name": "批复.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.click(".act button[type=submit] >> nth=0")
    page.wait_for_selector("text=节点已登记完成")
    page.context.close()
    return name


def _see_what_is_late(office: Office) -> list[str]:
    """Leadership sees by whom, since when; returns the names of the late milestones."""
    page = office.log_in("yuncheng-leader")
    page.goto("/overdue/")
    text = page.inner_text("main")
    assert DEPARTMENT in text
    assert NAME in text
    token = office.manage("create_token", "yuncheng-api").splitlines()[-1]
    names = [row["name"] for row in _get(office, "/api/v1/overdue/", token)["results"]]
    assert names
    for name in names:
        assert name in text
    page.context.close()
    return names


def _pull_the_same(office: Office, late: list[str]) -> None:
    token = office.manage("create_token", "yuncheng-api").splitlines()[-1]
    groups = _get(office, "/api/v1/overdue/?group_by=department", token)
    assert [(one["name"], one["milestones"]) for one in groups["groups"]] == [
        (DEPARTMENT, len(late))
    ]
    wait_for(lambda: {"projects", "milestones", "reports"} <= _changed(office, token))


def _changed(office: Office, token: str) -> set[str]:
    """What the change feed speaks of, read to its end."""
    resources: set[str] = set()
    page = _get(office, "/api/v1/changes/", token)
    resources.update(row["resource"] for row in page["results"])
    while page["more"]:
        page = _get(office, f"/api/v1/changes/?cursor={quote(page['cursor'])}", token)
        resources.update(row["resource"] for row in page["results"])
    return resources


def _receive_the_digest(office: Office, late: list[str]) -> None:
    """The worker sends what is composed for the working day."""
    day = office.manage("shell", "-v", "0", "-c", WORKING_DAY)
    office.manage("remind", "plan", "compose", "--date", day)
    wait_for(lambda: office.mails.mails)
    recipient, raw = office.mails.mails[0]
    assert recipient == "jtj@yuncheng.example"
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert NAME in text
    assert any(name in text for name in late)
    assert re.search(re.escape(office.address) + r"/\S+", text)


def _get(office: Office, path: str, token: str) -> dict[str, Any]:
    request = Request(office.address + path, headers={"Authorization": f"Token {token}"})  # noqa: S310
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        parsed: dict[str, Any] = json.load(answer)
        return parsed
