import csv
from pathlib import Path

import pytest

from plans.reader.gazetteer import Gazetteer, short_name
from plans.reader.home import guess_home
from plans.reader.regions import regions_in

YUNCHENG, LINFEN, JINCHENG = "140800", "141000", "140500"


@pytest.mark.parametrize(
    ("text", "home", "codes"),
    [
        ("平陆通航小镇建设项目", YUNCHENG, ["140829"]),
        ("万荣示范区基础设施", YUNCHENG, ["140822"]),
        ("绛县山楂区域特色产业", YUNCHENG, ["140826"]),
        ("S75侯平高速侯马至运城段", YUNCHENG, ["141081", "140800"]),
        ("长延高速黎城至霍州段", LINFEN, ["140426", "141082"]),
        ("太谷县道路改造", "140700", ["140703"]),
        ("伊宁至阿克苏铁路", "", ["654002", "652900"]),
        ("中卫经平凉至庆阳铁路", "", ["640500", "620800", "621000"]),
        ("瑞金至梅州铁路", "", ["360781", "441400"]),
        ("厦门至成都高速公路石坝至纳溪段", "", ["350200", "510100", "510503"]),
        ("重庆城口（陕渝界）至开县公路", "", ["500229", "500154"]),
        ("通道侗族自治县旅游公路", "", ["431230"]),
    ],
)
def test_places_in_the_order_of_the_text(text: str, home: str, codes: list[str]) -> None:
    assert list(regions_in(text, home)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("临汾襄汾开发区高端装备制造产业园", ["141023"]),
        ("临汾尧都区过境", ["141002"]),
        ("侯马市综合保税区", ["141081"]),
    ],
)
def test_a_name_that_says_whose_the_next_is_does_not_count(text: str, codes: list[str]) -> None:
    assert list(regions_in(text, LINFEN)) == codes


def test_a_province_before_its_own_city_does_not_count_in_a_national_document() -> None:
    assert regions_in("四川大渡河泸定水电站") == ("513322",)
    assert regions_in("新疆G7乌鲁木齐至大黄山改扩建工程") == ("650100",)
    assert regions_in("宁夏黄河沙坡头水利枢纽") == ("640000",)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("合肥阳光新能源科技有限公司50兆瓦光伏发电项目", YUNCHENG),
        ("太原重工股份有限公司技改", "140100"),
        ("中车永济的产品大数据应用平台", YUNCHENG),
        ("以运城制版为龙头的高端装备制造产业", YUNCHENG),
        ("运城路改造", YUNCHENG),
        ("平陆运河", YUNCHENG),
        ("《大河运城》系列影视作品", YUNCHENG),
        ("闻垣高速古城联络线", YUNCHENG),
        ("云南澜沧江功果桥水电站", "530000"),
        ("衡水至三门峡铁路", YUNCHENG),
    ],
)
def test_companies_streets_rivers_and_titles_name_no_place(text: str, home: str) -> None:
    assert regions_in(text, home) == ()


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("提高平台服务能力", JINCHENG),
        ("增长治理效能", "140400"),
        ("水文水资源监测", "141100"),
        ("推进客运城乡一体化", YUNCHENG),
        ("对应县级部门", "140600"),
        ("振兴县域经济", "141100"),
        ("晋阳高速", JINCHENG),
        ("新增城市公共自行车3000辆", ""),
        ("和平合作开发新建文化设施", ""),
    ],
)
def test_words_that_only_contain_a_name_name_no_place(text: str, home: str) -> None:
    assert regions_in(text, home) == ()


def test_a_name_that_is_a_word_counts_in_a_list_of_places() -> None:
    sentence = "临猗、盐湖、河津、永济等县（市、区）城乡一体化供水工程"
    assert regions_in("盐湖湿地修复工程", YUNCHENG) == ()
    assert regions_in("盐湖区湿地修复工程", YUNCHENG) == ("140802",)
    assert regions_in("盐湖城乡一体化供水工程", YUNCHENG, context=sentence) == ("140802",)
    listed = regions_in("沁水、城区、高平道路", JINCHENG)
    assert listed == ("140521", "140502", "140581")
    assert regions_in("城区供水管网", JINCHENG) == ()


def test_a_heading_gives_its_place_to_what_names_none() -> None:
    heading = "临汾襄汾开发区高端装备制造产业园"
    assert regions_in("智能监测型绝热管道生产项目", LINFEN, heading=heading) == ("141023",)
    assert regions_in("洪洞航空经济区", LINFEN, heading=heading) == ("141024",)


def test_a_caller_may_add_zones_and_other_names() -> None:
    names = Gazetteer.standard().with_aliases({"风陵渡经济开发区": "140830"})
    assert regions_in("风陵渡经济开发区医院", YUNCHENG) == ()
    assert regions_in("风陵渡经济开发区医院", YUNCHENG, gazetteer=names) == ("140830",)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("万荣县", "万荣"),
        ("绛县", "绛县"),
        ("内蒙古自治区", "内蒙古"),
        ("恩施土家族苗族自治州", "恩施"),
        ("东乡族自治县", "东乡"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("神农架林区", "神农架"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_gazetteer_holds_the_register_s_regions() -> None:
    places = Gazetteer.standard().places
    path = Path(__file__).parents[3] / "fixtures/reference/regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert places[row["code"]].name == row["name"]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("运城市国民经济和社会发展第十四个五年规划和2035年远景目标纲要\n运城市人民政府", "140800"),
        ("台州市椒江区国民经济和社会发展第十五个五年规划纲要", "331002"),
        ("山西省“十四五”现代综合交通运输体系发展规划", "140000"),
        (
            "中华人民共和国国民经济和社会发展第十四个五年规划。建设川藏铁路、沪昆高铁，广州、深圳",
            "",
        ),
        ("我市将加快建设南昌港。南昌地铁2号线开工，新昌电厂扩建。", "360100"),
        ("没有地名的文件", ""),
    ],
)
def test_the_region_a_document_is_of(text: str, home: str) -> None:
    assert guess_home(text) == home


def test_without_a_title_the_region_most_spoken_of_counts() -> None:
    text = "运城发展很快。" * 6 + "与西安、郑州、太原合作。" + "夏县、临猗、万荣建设。" * 2
    assert guess_home(text) == "140800"
    many = "北京、上海、广州、深圳、武汉、成都、西安、郑州、南京、杭州加快发展。"
    assert guess_home(many) == ""
