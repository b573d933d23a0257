import time

import pytest

from plans.rules.likeness import Index, Known, bare

PLACES = ["运城", "临汾", "盐湖区", "盐湖", "稷山县", "稷山"]
REGISTER = [
    Known(1, ["运城机场改扩建", "运城机场T2航站楼"], ["140800"], "0101"),
    Known(2, ["稷山县通用机场"], ["140824"], "0101"),
    Known(3, ["临猗县通用机场"], ["140821"], "0101"),
    Known(4, ["盐湖区污水处理厂提标改造"], ["140802"], "0501"),
    Known(5, ["运三铁路"], ["140800"], "0102"),
]


@pytest.fixture
def index() -> Index:
    return Index(PLACES).add_all(REGISTER)


def best(index: Index, name: str, *regions: str, sector: str = "") -> list[int]:
    return [one.id for one in index.like(name, regions=regions, sector=sector, city="140800")]


def test_one_undertaking_under_two_names(index: Index) -> None:
    assert best(index, "张孝机场改扩建工程")[0] == 1
    assert best(index, "运城机场T2航站楼建设项目") == [1]


def test_the_same_name_is_the_likest(index: Index) -> None:
    found = index.like("运三铁路", regions=[], sector="0102", city="140800")
    assert (found[0].id, found[0].score, found[0].same_sector) == (5, 1.0, True)


def test_the_same_words_in_another_county_are_another_work(index: Index) -> None:
    assert best(index, "万荣县通用机场", "140822") == []
    assert best(index, "永济市污水处理厂提标改造", "140881") == []
    assert best(index, "污水处理厂提标改造", "140802") == [4]


def test_what_is_not_like_anything(index: Index) -> None:
    assert best(index, "引黄济涑供水工程") == []
    assert best(index, "工程") == []


def test_the_bare_words_of_a_name() -> None:
    assert bare("运城市（盐湖）会展中心建设项目", PLACES) == "盐湖会展中心"
    assert bare("稷山", PLACES) == "稷山"
    assert bare("工程") == "工程"


def test_the_time_grows_with_the_names_and_not_with_their_square() -> None:
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    names = [f"{a}{b}{c}河流域综合治理建设工程" for a in signs for b in signs for c in signs[:10]]

    def seconds(count: int) -> float:
        index = Index().add_all(Known(i, [name], [], "") for i, name in enumerate(names[:count]))
        begun = time.perf_counter()
        for name in names[:count:8]:
            assert index.like(name, regions=[], sector="")[0].score == 1.0
        return time.perf_counter() - begun

    seconds(500)
    assert seconds(4000) < 8 * 4 * seconds(500) + 0.5
