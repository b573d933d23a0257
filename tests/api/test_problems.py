"""Errors: one form everywhere, in the language of the request and in both."""

import pytest
from rest_framework.throttling import SimpleRateThrottle

from api.authentication import WriteThrottle
from directory.errors import MESSAGES
from tests.api.caller import Callers, problem_of


@pytest.mark.parametrize("path", ["nowhere/", "projects", "../v2/", "projects/abc/", "../"])
def test_an_unknown_address(callers: Callers, path: str) -> None:
    problem_of(callers.nobody.get(path), 404, "not_found")
    problem_of(callers.lead.post(path), 404, "not_found")


def test_the_language_of_the_request(callers: Callers) -> None:
    answers = {
        language: problem_of(
            callers.lead.get("projects/0/", **{"Accept-Language": language}), 404, "not_found"
        )
        for language in ("zh-CN", "en-GB")
    }
    assert answers["zh-CN"]["detail"] == answers["en-GB"]["detail_zh"]
    assert answers["en-GB"]["detail"] == answers["zh-CN"]["detail_en"]
    assert answers["zh-CN"]["title"] == "未找到"
    assert answers["en-GB"]["title"] == "Not found"


def test_what_nobody_expected_is_a_problem_too(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr("api.v1.overview.overview", broken)
    answer = callers.lead.get("summary/")
    problem_of(answer, 500, "server_error")
    assert b"secret" not in answer.content


def test_too_many_writes(callers: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"write": "2/minute"})
    monkeypatch.setattr(WriteThrottle, "rate", "2/minute", raising=False)
    path = f"milestones/{callers.cast.project.pk}/complete/"
    for _ in range(2):
        assert callers.lead.post(path).status_code in (400, 404)
    answer = callers.lead.post(path)
    problem_of(answer, 429, "throttled")
    assert int(answer["Retry-After"]) >= 1
    assert callers.lead.get("projects/").status_code == 200, "reads are not counted"


def test_the_catalogue_tells_every_code_in_both_languages(callers: Callers) -> None:
    problems = callers.nobody.get("problems/").json()["problems"]
    assert {one["code"] for one in problems} == set(MESSAGES)
    untranslated = [one["code"] for one in problems if one["message_zh"] == one["message_en"]]
    assert untranslated == []


def test_every_text_of_the_api_is_translated() -> None:
    from pathlib import Path

    import polib

    catalogue = Path(__file__).parents[2] / "api/locale/zh_Hans/LC_MESSAGES/django.po"
    entries = polib.pofile(str(catalogue))
    assert entries.untranslated_entries() == []
    compiled = polib.mofile(str(catalogue.with_suffix(".mo")))
    assert {e.msgid: e.msgstr for e in compiled} == {e.msgid: e.msgstr for e in entries}
