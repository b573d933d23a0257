import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.parts import part_at, parts_of
from tests.plans.files import PLANS


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_the_parts_of_a_plan_are_its_whole_text(doc: str) -> None:
    text = (PLANS / "texts" / f"{doc}.txt").read_bytes().decode()
    outline = json.loads((PLANS / "outlines" / f"{doc}.json").read_text("utf-8"))
    sections = outline if isinstance(outline, list) else next(iter(outline.values()))
    parts = parts_of(text, sections)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert max(part.end - part.start for part in parts) <= 5400
    assert len(parts) < len(text) / 800


def test_a_box_of_its_own_in_a_long_chapter() -> None:
    text = "第一章\n" + "长" * 300 + "\n专栏 1\n" + "短" * 100 + "\n尾" + "长" * 100
    box = text.index("专栏")
    sections: list[dict[str, Any]] = [
        {"key": "c", "kind": "chapter", "number": "", "title": "章", "parent": ""},
        {"key": "b", "kind": "box", "number": "1", "title": "箱", "parent": "c"},
    ]
    sections[0] |= {"start": 0, "end": len(text)}
    sections[1] |= {"start": box, "end": text.index("尾")}
    parts = parts_of(text, sections, largest=400)
    assert [(part.kind, part.start) for part in parts] == [
        ("chapter", 0),
        ("box", box),
        ("chapter", text.index("尾")),
    ]
    assert part_at(parts, box + 3) == 1
    assert part_at(parts, 0) == 0


@given(st.text("章节\n。 ", max_size=400), st.integers(5, 60))
def test_without_an_outline_nothing_is_lost(text: str, largest: int) -> None:
    parts = parts_of(text, [], largest=largest)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert [part.place for part in parts] == list(range(len(parts)))
