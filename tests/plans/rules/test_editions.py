from plans.rules.editions import Fate, Promised, compare


def promise(pk: int, name: str, level: str = "project") -> Promised:
    return Promised(pk, name, name, [], "", level)


def test_kept_reworded_new_and_dropped() -> None:
    old = [promise(1, "运城机场改扩建"), promise(2, "运三铁路"), promise(3, "夹马口泵站改造")]
    new = [promise(10, "运三铁路"), promise(11, "张孝机场改扩建工程"), promise(12, "会展中心")]
    changes = compare(old, new)
    assert [(one.fate, one.old, one.new) for one in changes] == [
        (Fate.KEPT, 2, 10),
        (Fate.REWORDED, 1, 11),
        (Fate.NEW, None, 12),
        (Fate.DROPPED, 3, None),
    ]
    assert changes[0].likeness == 1.0
    assert changes[1].likeness < 1.0


def test_a_name_that_stands_twice_pairs_twice() -> None:
    old = [promise(1, "物流园"), promise(2, "物流园")]
    new = [promise(10, "物流园"), promise(11, "物流园"), promise(12, "物流园")]
    assert [(one.old, one.new) for one in compare(old, new)] == [(1, 10), (2, 11), (None, 12)]


def test_another_level_is_reworded() -> None:
    changes = compare([promise(1, "水网工程")], [promise(2, "水网工程", level="programme")])
    assert [one.fate for one in changes] == [Fate.REWORDED]
