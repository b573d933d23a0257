import pytest

from plans.reader.facts import content_of, count_in, facts_in, nature_in, offices_in
from plans.reader.lines import line_facts
from plans.reader.makers import company_in, place_in, zone_in


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("年产2000万件智能化汽车零部件项目", "capacity", "年产2000万件"),
        (
            "平陆县年产300万平方米透水砖和20万吨砂石项目",
            "capacity",
            "年产300万平方米透水砖和20万吨砂石",
        ),
        ("漳电河津三期2×100万千瓦项目", "capacity", "2×100万千瓦"),
        ("国昶100MW分布式光伏发电项目", "capacity", "100MW"),
        ("稷山县15万吨/年废铅蓄电池再生利用项目", "capacity", "15万吨/年"),
        ("运城北220千伏输变电工程", "capacity", "220千伏"),
        ("永济市25万亩高标准农田建设项目", "land_area", "25万亩"),
        ("农村公路300公里", "length", "300公里"),
        ("高新区生物医药产业园一期", "phase", "一期"),
        ("运城市中心医院二期工程", "phase", "二期"),
        ("河津客运枢纽一级站", "grade", "一级站"),
        ("临猗县南外环路改造项目", "nature", "改造"),
        ("常乐垣中型灌区续建配套与节水改造工程", "nature", "续建配套与节水改造"),
        ("霍州市人民医院(新医院)异地新建项目", "nature", "异地新建"),
        ("永济市韩阳镇土地综合整治项目", "place", "韩阳镇"),
    ],
)
def test_facts_of_a_name(name: str, key: str, value: str) -> None:
    assert facts_in(name)[key] == value


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "尧都大数据中心：总占地面积约40亩，建设集科技展示中心、商务办公于一体的社区。",
            {"land_area": "约40亩"},
        ),
        (
            "智能制造产业园（一期）：新建厂房40000平方米（四座厂房），新增生产线26条。",
            {"floor_area": "40000平方米", "phase": "一期", "nature": "新建"},
        ),
        (
            "洪洞航空经济区：建设航空产业园、商务园。项目总投资额约60亿元。",
            {"investment": "约60亿元"},
        ),
        (
            "纳米新材料产业园：一期建设一条生产线；二期建设四条生产线。",
            {"phases": ["一期", "二期"]},
        ),
        (
            "云麓机场迁建工程：飞行区等级4D，总投资58亿元，2024年建成投运。",
            {"grade": "4D", "investment": "58亿元", "deadline": "2024年", "nature": "迁建"},
        ),
        (
            "古贤水利枢纽工程：建设水库总库容129.42亿立方，其中防洪库容12亿立方。",
            {"capacity": "129.42亿立方"},
        ),
    ],
)
def test_facts_of_a_description(quote: str, expected: dict[str, object]) -> None:
    name = quote.split("：", 1)[0]
    facts = facts_in(name, quote)
    assert {key: facts.get(key) for key in expected} == expected
    assert facts["content"] == quote.split("：", 1)[1].rstrip("。")


def test_what_follows_the_quote_tells_of_it() -> None:
    facts = facts_in(
        "龙眠水库",
        "龙眠水库",
        remark="（总库容1.85亿立方米，总投资36.2亿元，2025年底前建成）",
    )
    assert facts == {
        "capacity": "1.85亿立方米",
        "investment": "36.2亿元",
        "deadline": "2025年底前",
    }


def test_what_was_told_already_stays_and_a_programme_tells_for_its_members() -> None:
    facts = facts_in("国道108曲沃过境", heading="国省道过境路段改造工程", stage="加快推进")
    assert facts == {"stage": "加快推进", "nature": "改造", "route": "国道108"}


def test_building_on_is_a_stage() -> None:
    assert facts_in("国家高速续建工程", level="programme") == {"stage": "续建"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("运城—三门峡城际铁路", {"from": "运城", "to": "三门峡"}),
        ("韩城至河津至侯马客运专线", {"from": "韩城", "via": ["河津"], "to": "侯马"}),
        ("中卫经平凉至庆阳铁路", {"from": "中卫", "via": ["平凉"], "to": "庆阳"}),
        (
            "长春经辽源、梅河口至通化高铁",
            {"from": "长春", "via": ["辽源", "梅河口"], "to": "通化"},
        ),
        (
            "S75侯平高速侯马至运城段",
            {"route": "S75", "section": "侯马至运城段", "from": "侯马", "to": "运城"},
        ),
        (
            "呼北高速隰县至吉县段",
            {"route": "呼北高速", "section": "隰县至吉县段", "from": "隰县", "to": "吉县"},
        ),
        (
            "省道八甲口-南唐线(西梁壁至南唐段)",
            {
                "route": "省道八甲口-南唐线",
                "section": "西梁壁至南唐段",
                "from": "西梁壁",
                "to": "南唐",
            },
        ),
        ("北起霍州南至侯马的城际铁路", {"from": "霍州", "to": "侯马"}),
        ("春城路（吉阳路-礼阳路）升级改造工程", {"from": "吉阳路", "to": "礼阳路"}),
        ("浩吉铁路（万荣段）专运线项目", {"section": "万荣段"}),
        ("新绛县国道108线改线工程", {"route": "国道108线"}),
        ("临汾永和45-永和18井区天然气开发工程", {}),
        ("“互联网+”协同制造", {}),
    ],
)
def test_where_a_line_runs(name: str, expected: dict[str, object]) -> None:
    assert line_facts(name) == expected


def test_a_heading_makes_a_bare_pair_of_places_a_line() -> None:
    bare = "洪洞龙马至大宁马头关"
    assert line_facts(bare) == {}
    assert line_facts(bare, "地方高速新建工程") == {"from": "洪洞龙马", "to": "大宁马头关"}


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("久鼎物流科技公司工业物流园建设项目", "久鼎物流科技公司"),
        (
            "阳煤丰喜肥业（集团）有限责任公司年产60万吨合成氨项目",
            "阳煤丰喜肥业（集团）有限责任公司",
        ),
        ("稷山县山西恒巨环保科技有限公司再生利用项目", "山西恒巨环保科技有限公司"),
        ("以正威新材料、北方铜业为重点的新材料产业", "正威新材料、北方铜业"),
        ("通泰电子的小体积晶振建设项目", "通泰电子"),
        ("亚宝药业国际化原料药多功能生产线", "亚宝药业"),
        ("众智鑫年综合利用40万吨粉煤灰深加工项目", "众智鑫"),
        ("绿色建材产业园项目", ""),
        ("运城市会展中心", ""),
        ("与大水网配套的县域小水网工程", ""),
    ],
)
def test_companies(name: str, company: str) -> None:
    assert company_in(name) == company


def test_zones_and_towns() -> None:
    assert zone_in("风陵渡开发区塑料产业园基础设施建设项目") == "风陵渡开发区"
    assert zone_in("盐湖区文化旅游示范区") == ""
    assert zone_in("万荣示范区", alone=True) == "万荣示范区"
    assert place_in("闻喜东镇公铁联运物流园区") == "东镇"
    assert place_in("临猗城乡一体化供水工程") == ""


def test_offices_in_charge() -> None:
    text = "牵头单位：市住建局、市交通运输局；责任单位：各县（市、区）政府；配合单位：市财政局。"
    assert offices_in(text) == {
        "lead": "市住建局、市交通运输局",
        "responsible": "各县（市、区）政府",
        "supporting": "市财政局",
    }
    assert offices_in("完善路网（市交通局牵头）") == {"lead": "市交通局"}
    assert offices_in("加快建设") == {}


def test_counts_and_contents() -> None:
    assert count_in("29个乡镇综合运输服务站", "29个乡镇综合运输服务站") == 29
    assert count_in("通用机场工程", "襄汾、吉县等8个项目") == 8
    assert count_in("高速铁路工程", "高速铁路工程") is None
    assert content_of("三期工程", "三期工程") == ""
    assert nature_in("城镇污水处理设施建设") == ""
