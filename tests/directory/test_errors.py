"""The catalogue of refusals: each code is raised somewhere, and speaks both languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from directory.errors import MESSAGES, Conflict, NotPermitted, RuleViolation

APPS = ("directory", "projects", "plans", "reminders", "api", "web", "planner")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sources() -> str:
    """All code but the catalogue itself."""
    catalogue = Path("directory/errors.py")
    texts = []
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            text = path.read_text("utf-8")
            if path.relative_to(settings.BASE_DIR) == catalogue:
                text = text.partition("@dataclass")[2]
            texts.append(text)
    return "\n".join(texts)


def test_every_code_is_raised_somewhere() -> None:
    code = sources()

    assert [one for one in MESSAGES if f'"{one}"' not in code] == []


def test_every_code_that_is_raised_stands_in_the_catalogue() -> None:
    raised = set(re.findall(r'RuleViolation\(\s*"(\w+)"', sources()))

    assert raised
    assert raised <= set(MESSAGES)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_sentence_is_there_in_chinese_with_the_same_words_to_fill(code: str) -> None:
    english = MESSAGES[code]
    with translation.override("zh-hans"):
        chinese = translation.gettext(english)

    assert CHINESE.search(chinese), f"no Chinese for {english!r}"
    assert names(chinese) == names(english)


def names(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


def test_a_refusal_says_its_sentence_in_either_language() -> None:
    refusal = RuleViolation("template_unknown", params={"template": "airport"})

    assert refusal.in_language("en") == "There is no schedule template “airport”."
    assert "airport" in refusal.in_language("zh-hans")
    assert CHINESE.search(refusal.in_language("zh-hans"))


def test_the_two_refusals_with_names_of_their_own() -> None:
    assert NotPermitted("complete").code == "not_permitted"
    conflict = Conflict(seen=3, current=5)
    assert (conflict.code, conflict.seen, conflict.current) == ("version_conflict", 3, 5)


def test_a_code_outside_the_catalogue_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        RuleViolation("whatever")
