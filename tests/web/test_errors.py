"""Pages of trouble: in Chinese, in the shell where there is one, at worst without a database."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from tests.cast import Cast
from tests.web.pages import client_of

TEMPLATES = Path(settings.BASE_DIR) / "web" / "templates"


def _for(user: object) -> HttpRequest:
    request = RequestFactory().get("/somewhere/")
    request.user = user  # type: ignore[assignment]
    return request


@pytest.mark.django_db
def test_what_there_is_not(cast: Cast) -> None:
    answer = client_of(cast.plan_office).get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "没有找到您要的内容" in page
    assert "返回总览" in page


@pytest.mark.django_db
def test_what_one_may_not(cast: Cast) -> None:
    answer: HttpResponse = permission_denied(_for(cast.stranger), Exception())
    assert answer.status_code == 403
    assert "您无权进行此操作" in answer.content.decode()


def test_what_broke_is_told_without_a_database() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "系统出现故障" in page
    assert "Something went wrong" in page


@pytest.mark.django_db
def test_a_form_that_is_too_old() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_somebody_was_faster() -> None:
    page = render_to_string(
        "web/conflict.html",
        {
            "violation": "他人已修改",
            "differences": [("形象进度", "基础完工", "结构封顶")],
            "address": "/projects/1/",
        },
        _for(type("Nobody", (), {"is_authenticated": False})()),
    )
    assert "<mark>基础完工</mark>" in page
    assert "结构封顶" in page


def test_no_page_carries_a_style_or_a_script_of_its_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{[%#].*?[%#]}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path


@pytest.mark.django_db
def test_the_policy_of_the_browser_is_strict() -> None:
    policy = Client().get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
