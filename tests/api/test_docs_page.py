"""The documentation in a real browser: it draws itself, offline, under the strict CSP."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_swagger_draws_every_operation(page: "Page") -> None:
    page.goto("/api/v1/docs/")
    page.wait_for_selector(".opblock-tag-section", timeout=20_000)

    page.locator(".opblock-tag").first.click()
    page.wait_for_selector(".opblock-summary-path", timeout=20_000)
    assert page.locator(".opblock-tag-section").count() > 10
    assert "万元" in page.locator(".info").inner_text()
