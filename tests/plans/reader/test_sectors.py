import csv
from pathlib import Path

import pytest

from plans.reader.sectors import classify, sector_words


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("稷山县通用机场建设项目", "0101"),
        ("韩城至河津至侯马客运专线", "0102"),
        ("夏县泗交至澠池高速公路", "0103"),
        ("G108普通国省干线公路改造提升工程", "0104"),
        ("200兆瓦光伏发电项目", "0202"),
        ("垣曲县滋峪河水库", "0301"),
        ("禹门口大型灌区续建配套与现代化改造", "0303"),
        ("盐湖区污水管网配套工程", "0402"),
        ("高新区生物医药产业园一期", "0505"),
        ("永济市殡仪馆", "1103"),
        ("河津市人民医院二期工程建设项目", "1001"),
        ("稷山县融媒体中心智慧广电建设项目", "1305"),
        ("甲县新能源产业园", "0202"),
        ("甲县产业园", "0509"),
        ("特种金属材料技术研发", "1404"),
        ("滨湖路建设项目", "0401"),
        ("《忠义千秋》", "0803"),
    ],
)
def test_the_word_nearest_the_end_tells(name: str, code: str) -> None:
    assert classify(name) == code


def test_the_zone_that_a_work_stands_in_does_not_tell_what_it_is() -> None:
    assert classify("甲开发区某某应用项目", "节能环保产业集群") == "1206"


def test_a_silent_name_takes_its_programme_s_then_its_group_s_then_its_box_s() -> None:
    assert classify("甲", parent="民航机场工程", group="水利") == "0101"
    assert classify("甲", "水库建设", "文化工程") == "0301"
    assert classify("甲", "", "养老服务重点工程") == "1101"
    assert classify("甲") == ""


def test_every_sector_is_one_of_the_reference_list() -> None:
    path = Path(__file__).parents[3] / "fixtures/reference/sectors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert set(sector_words().sector.values()) <= known
