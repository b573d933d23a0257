"""A place in a plan as an office cites it."""

import pytest

from plans.rules.places import cite, place


@pytest.mark.parametrize(
    ("box", "group", "section", "name", "cited"),
    [
        (
            "6",
            "通用航空产业",
            "通用航空产业",
            "运城机场改扩建",
            "运政发〔2021〕12号 专栏 6 通用航空产业",
        ),
        ("10", "", "城市品质提升", "运城市会展中心", "运政发〔2021〕12号 专栏 10"),
        ("17", "洪洞航空经济区", "", "洪洞航空经济区", "运政发〔2021〕12号 专栏 17"),
        ("", "", "推动交通网络一体化建设", "机场", "运政发〔2021〕12号“推动交通网络一体化建设”"),
        ("", "", "", "机场", "运政发〔2021〕12号"),
    ],
)
def test_place(box: str, group: str, section: str, name: str, cited: str) -> None:
    plan = cite("运政发〔2021〕12号", "运城市纲要")
    assert place(plan, box=box, group=group, section=section, name=name) == cited


def test_a_plan_without_a_number_goes_by_its_title() -> None:
    assert cite("", "运城区域融合发展规划") == "《运城区域融合发展规划》"
