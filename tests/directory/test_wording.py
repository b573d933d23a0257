"""Several things in one sentence."""

from django.utils.translation import override

from directory import wording
from directory.errors import RuleViolation


def test_each_language_parts_in_its_own_way() -> None:
    names, clauses = wording.names(["甲", "乙"]), wording.clauses(["甲", "乙"])

    with override("zh-hans"):
        assert (str(names), str(clauses)) == ("甲、乙", "甲；乙")
        assert wording.labelled("地区", "运城") == "地区：运城"
    with override("en"):
        assert (str(names), str(clauses)) == ("甲, 乙", "甲; 乙")
        assert wording.labelled("Region", "Yuncheng") == "Region: Yuncheng"


def test_a_refusal_is_said_in_either_language() -> None:
    refusal = RuleViolation("report_incomplete", params={"fields": wording.names(["a", "b"])})

    assert "a、b" in refusal.in_language("zh-hans")
    assert "a, b" in refusal.in_language("en")
