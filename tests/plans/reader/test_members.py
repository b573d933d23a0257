import pytest

from plans.reader.lists import Piece, items
from plans.reader.members import members


def names(text: str, *, opened: bool = False) -> list[str]:
    return [member.words(text) for member in members(items(Piece(text, 0)), opened=opened)]


CASES = """
国道108甲山、曲沃、乙城区过境
  = 国道108甲山过境 | 国道108曲沃过境 | 国道108乙城区过境
蒲县、洪洞龙马等煤炭集运站
  = 蒲县煤炭集运站 | 洪洞龙马煤炭集运站
运城—济源、运城—闻喜城际铁路
  = 运城—济源城际铁路 | 运城—闻喜城际铁路
洪洞龙马至大宁、大宁至延长高速
  = 洪洞龙马至大宁高速 | 大宁至延长高速
G108、S237等普通干线公路改造工程
  = G108普通干线公路改造工程 | S237普通干线公路改造工程
万荣、稷山、新绛备用水源工程
  = 万荣备用水源工程 | 稷山备用水源工程 | 新绛备用水源工程
四川大渡河泸定、云南澜沧江功果桥水电站
  = 四川大渡河泸定水电站 | 云南澜沧江功果桥水电站
广西鱼梁、老口航运枢纽
  = 广西鱼梁航运枢纽 | 广西老口航运枢纽
人民路、解放路、中山路提质改造工程
  = 人民路提质改造工程 | 解放路提质改造工程 | 中山路提质改造工程
商都路、钢三路等15条道路大修改造
  = 商都路大修改造 | 钢三路大修改造
58座小型水库、7座中型水闸除险加固
  = 58座小型水库除险加固 | 7座中型水闸除险加固
地铁10号线三期、13号线一期
  = 地铁10号线三期 | 地铁13号线一期
沿边公路G219和G331线
  = 沿边公路G219线 | 沿边公路G331线
甲乡第一（二、三）实验小学
  = 甲乡第一实验小学 | 甲乡第二实验小学 | 甲乡第三实验小学
四川、西藏叶巴滩水电站
  = 四川、西藏叶巴滩水电站
钢铁、焦化、水泥等行业超低排放改造
  = 钢铁、焦化、水泥等行业超低排放改造
某某泵业的网络财务、业务一体化的管理平台
  = 某某泵业的网络财务、业务一体化的管理平台
山西建龙200万吨卷板、80万吨带钢项目
  = 山西建龙200万吨卷板、80万吨带钢项目
某某铸造有限公司缸体、缸盖制造技术改造项目
  = 某某铸造有限公司缸体、缸盖制造技术改造项目
雨污分流及道路提升改造工程
  = 雨污分流及道路提升改造工程
甲县省级研发中心和省级重点实验室
  = 甲县省级研发中心 | 甲县省级重点实验室
四川紫坪铺和宁夏黄河沙坡头水利枢纽
  = 四川紫坪铺水利枢纽 | 宁夏黄河沙坡头水利枢纽
甲铁路雅安至林芝段和伊宁至阿克苏、酒泉至额济纳等铁路
  = 甲铁路雅安至林芝段 | 伊宁至阿克苏铁路 | 酒泉至额济纳铁路
"""


def cases() -> list[tuple[str, list[str]]]:
    lines = CASES.strip().splitlines()
    return [
        (text, expected.strip().removeprefix("= ").split(" | "))
        for text, expected in zip(lines[::2], lines[1::2], strict=True)
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_names_are_completed(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_each_member_quotes_its_own_words() -> None:
    text = "蒲县、洪洞龙马等煤炭集运站"
    found = members(items(Piece(text, 0)))
    assert [text[m.start : m.end] for m in found] == ["蒲县", "洪洞龙马等煤炭集运站"]


def test_a_verb_before_the_list_lets_and_part_it() -> None:
    text = "全域旅游客运环线和区域旅游集散中心"
    assert names(text, opened=True) == ["全域旅游客运环线", "区域旅游集散中心"]
    assert names(text) == [text]


def test_doubtful_members_are_less_sure() -> None:
    sure = members(items(Piece("甲水库、乙水库", 0)))[0].sure
    joined = members(items(Piece("某某公司缸体、缸盖制造项目", 0)))[0].sure
    assert joined < sure


def test_nothing_gives_nothing() -> None:
    assert members([]) == []
