import pytest

from plans.reader import Source, parse
from plans.reader.details import detailed
from plans.reader.model import FoundCommitment
from plans.reader.prose import in_prose


def read(text: str, home: str = "140800") -> list[FoundCommitment]:
    title = "运城市发展规划\n\n第一章 基础设施\n\n"
    document = parse(Source(title + text + "\n"), home)
    return list(detailed(document, in_prose(document)))


def names(text: str, home: str = "140800") -> list[str]:
    return [row.name for row in read(text, home)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("加快推进运城张孝机场改扩建工程。", ["运城张孝机场改扩建工程"]),
        ("开工建设永济至芮城太安高速公路。", ["永济至芮城太安高速公路"]),
        ("积极推进引黄济涑等重大水利工程建设。", ["引黄济涑"]),
        ("加快古贤水利枢纽、林海水库建设。", ["古贤水利枢纽", "林海水库"]),
        ("扩建双港水厂，新建大屯变。", ["双港水厂", "大屯变"]),
        ("推进以汾河为重点的“七河”生态修复治理工程。", ["“七河”生态修复治理工程"]),
        ("以建设黄河文明遗址公园为牵引，大力发展文化旅游。", ["黄河文明遗址公园"]),
        (
            "加快推进市大剧院、科技馆、图书馆等建设。",
            ["市大剧院", "市科技馆", "市图书馆"],
        ),
        ("重点治理幸福渠、乌沙河、九龙湖等水系。", ["幸福渠", "乌沙河", "九龙湖"]),
        ("实施栖水干流堤防达标提升工程。", ["栖水干流堤防达标提升工程"]),
        ("推进垣曲光伏基地建设和低风速资源开发。", ["垣曲光伏基地"]),
        (
            "石首长江大桥、武天高速、天河机场第三跑道等项目提速。",
            ["石首长江大桥", "武天高速", "天河机场第三跑道"],
        ),
        ("5号线、1号线北延等5条线路将建成。", ["5号线", "1号线北延"]),
        ("加快平陆运河建设，推进陆丰核电5、6号机组。", ["平陆运河", "陆丰核电5、6号机组"]),
        ("加快甘泉港、湛江港等疏港铁路建设。", ["甘泉港疏港铁路", "湛江港疏港铁路"]),
        ("建设东城片区、朝阳片区等地区的燃气管网。", ["东城片区燃气管网", "朝阳片区燃气管网"]),
        (
            "扎实推进国道341、108、309改线工程。",
            ["国道341改线工程", "国道108改线工程", "国道309改线工程"],
        ),
        (
            "推进高州水库、鹤地水库等大型水库除险加固。",
            ["高州水库除险加固", "鹤地水库除险加固"],
        ),
        (
            "建成梅州枢纽机场、惠州机场改扩建、湛江机场迁建工程。",
            ["梅州枢纽机场", "惠州机场改扩建", "湛江机场迁建工程"],
        ),
        (
            "推进阳江、连州通用机场和珠海、湛江支线机场前期工作。",
            ["阳江通用机场", "连州通用机场", "珠海支线机场", "湛江支线机场"],
        ),
        (
            "推进北江、东江、西江等高等级航道扩能升级。",
            ["北江高等级航道扩能升级", "东江高等级航道扩能升级", "西江高等级航道扩能升级"],
        ),
        ("新建口袋公园8个、停车场5处。", ["口袋公园8个", "停车场5处"]),
        (
            "包括垣曲光伏、平陆钢厂等工业项目和运城医院、永济学校等民生项目。",
            ["垣曲光伏", "平陆钢厂", "运城医院", "永济学校"],
        ),
        ("建设垣曲光伏二期、鹏城云脑Ⅲ等项目。", ["垣曲光伏二期", "鹏城云脑Ⅲ"]),
    ],
)
def test_named_works_and_deeds(sentence: str, expected: list[str]) -> None:
    found = names(sentence)
    assert [name for name in found if name in expected] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "“十三五”期间，运三高速三门峡黄河大桥建成通车。",
        "运城机场已建成投用，旅客吞吐量增长20%。",
        "加快完善城乡基础设施，提升公共服务水平。",
        "建设一批特色小镇、产业园区和康养基地。",
        "落实《运城市城市总体规划》，完善体制机制。",
        "支持企业牵头组建创新联合体，培育龙头企业。",
        "打造人与自然和谐共生的美丽运城。",
        "推动与郑州航空港、西安港务区的战略合作。",
        "统筹山水林田湖草系统治理。",
        "推进闻喜县撤县设市。",
        "推动运城经济开发区升级为国家级开发区。",
        "有序推进能力紧张通道升级扩容。",
        "加强历山国家级自然保护区生态保护修复。",
        "实施“讲好黄河故事”重点工程。",
        "打造沿江、沿边等6条战略骨干通道。",
        "建立黄河金三角智慧数据库，打造黄河流域生态走廊。",
    ],
)
def test_what_promises_no_named_work(sentence: str) -> None:
    assert names(sentence) == []


def test_chapters_that_look_back_are_left_out() -> None:
    text = "运城市发展规划\n\n第一章 发展基础\n\n加快推进运城张孝机场改扩建工程。\n"
    assert in_prose(parse(Source(text), "140800")) == []


def test_a_row_quotes_the_text_and_tells_its_place_and_facts() -> None:
    (row,) = read("加快推进运城至垣曲城际铁路建设。")
    assert row.name == "运城至垣曲城际铁路"
    assert row.regions == ("140800", "140827")
    assert row.facts == {"stage": "加快推进", "from": "运城", "to": "垣曲"}
    assert row.sector == "0102"
    assert (row.box, row.level) == ("", "project")
    assert row.confidence < 0.9


def test_the_county_a_sentence_begins_with_is_where_its_works_lie() -> None:
    found = read("芮城县依托永乐宫壁画，打造黄河风情体验园，建设古魏城遗址公园。")
    assert {row.regions for row in found} == {("140830",)}


def test_a_paragraph_that_was_read_as_a_list_is_not_read_again() -> None:
    document = parse(Source("第一章 交通\n\n加快推进运城张孝机场改扩建工程。\n"), "140800")
    once = in_prose(document)
    assert len(once) == 1
    assert in_prose(document, once) == []


def test_reading_twice_gives_the_same() -> None:
    text = "加快古贤水利枢纽建设，推进运城、永济湿地公园保护，新建大屯变、小河变。" * 5
    assert read(text) == read(text)
