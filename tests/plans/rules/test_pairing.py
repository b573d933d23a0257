"""A corrected file speaks of the same commitments, though their keys have moved."""

from dataclasses import dataclass

from plans.rules.pairing import pair


@dataclass(frozen=True)
class Row:
    name: str
    start: int
    end: int
    plan_id: int = 1
    box: str = "17"


OLD = [Row("高铁", 10, 20), Row("集运站", 30, 40), Row("过境", 50, 60)]


def test_nothing_changed() -> None:
    pairs, new, vanished = pair(OLD, OLD)
    assert [(one.name, other.name) for one, other in pairs] == [(one.name, one.name) for one in OLD]
    assert (new, vanished) == ([], [])


def test_a_row_put_in_moves_no_other() -> None:
    heading = Row("高速铁路工程", 2, 8)
    pairs, new, vanished = pair(OLD, [heading, *OLD])
    assert new == [heading]
    assert vanished == []
    assert all(one == other for one, other in pairs)


def test_a_longer_quote_is_the_same_promise() -> None:
    longer = Row("集运站", 28, 44)
    pairs, new, _vanished = pair(OLD, [OLD[0], longer, OLD[2]])
    assert (OLD[1], longer) in pairs
    assert new == []


def test_a_better_name_is_the_same_promise() -> None:
    renamed = Row("国道108过境", 50, 60)
    pairs, new, _vanished = pair(OLD, [OLD[0], OLD[1], renamed])
    assert (OLD[2], renamed) in pairs
    assert new == []


def test_another_name_at_another_place_is_another_promise() -> None:
    other = Row("机场", 70, 80)
    _pairs, new, vanished = pair(OLD, [OLD[0], OLD[1], other])
    assert (new, vanished) == ([other], [OLD[2]])


def test_the_same_words_in_another_plan_or_box_are_others() -> None:
    elsewhere = [Row("高铁", 10, 20, plan_id=2), Row("集运站", 90, 95, box="4")]
    pairs, new, vanished = pair(OLD[:2], elsewhere)
    assert (pairs, new, vanished) == ([], elsewhere, OLD[:2])


def test_two_that_cannot_be_told_apart_are_not_paired_by_name() -> None:
    twins = [Row("过境", 70, 80), Row("过境", 90, 95)]
    pairs, new, vanished = pair([Row("过境", 50, 60)], twins)
    assert (pairs, new) == ([], twins)
    assert len(vanished) == 1
