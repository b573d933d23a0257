"""Manners of writing that plans of other places showed: stages, brackets, kinds, counts."""

import pytest

from plans.reader import Reading, read


def reading(body: str, *, title: str = "重点工程") -> Reading:
    return read(f"某省“十四五”规划\n专栏 1 {title}\n{body}\n\n第二章 其他\n", home="")


def names(body: str, *, title: str = "重点工程") -> list[str]:
    return [row.name for row in reading(body, title=title).commitments]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("铁路：兰溪至桃源铁路、武咸高铁前期。", ["兰溪至桃源铁路", "武咸高铁"]),
        (
            "轨道：地铁1号线北延、东延，2号线东延，3号线、4号线，5号线前期工作。",
            [
                "地铁1号线北延",
                "地铁1号线东延",
                "地铁2号线东延",
                "地铁3号线",
                "地铁4号线",
                "地铁5号线",
            ],
        ),
        (
            "轨道：轨道交通2号线二期、南延，4号线一期，6号线前期。",
            [
                "轨道交通2号线二期",
                "轨道交通2号线南延",
                "轨道交通4号线一期",
                "轨道交通6号线",
            ],
        ),
        (
            "文教：石鼓中学。\n在临汾、运城等市建设区域医疗中心。推进甲医院建设。",
            ["石鼓中学", "区域医疗中心", "甲医院"],
        ),
        (
            "医疗：省肿瘤医院城北分院、县中医院迁建（一期）。",
            ["省肿瘤医院城北分院", "县中医院迁建（一期）"],
        ),
        (
            "产业：汇仁智能工厂（年产20亿片）、柏林机场扩建工程（含航站楼、第二跑道）。",
            ["汇仁智能工厂", "柏林机场扩建工程"],
        ),
        (
            "社会：石鼓中学（一期）、清河治理（山西段）。",
            ["石鼓中学（一期）", "清河治理（山西段）"],
        ),
        (
            "专用线：大型工矿企业、物流园区和重点港口铁路专用线。",
            ["大型工矿企业、物流园区和重点港口铁路专用线"],
        ),
        ("（二）园区建设。\n甲乙产业园、丙丁物流园。", ["甲乙产业园", "丙丁物流园"]),
        (
            "新建西宁、格尔木、玉树3个航空应急救援基地和30个直升机临时起降点。",
            [
                "西宁航空应急救援基地",
                "格尔木航空应急救援基地",
                "玉树航空应急救援基地",
                "30个直升机临时起降点",
            ],
        ),
        (
            "建设省级应急物资储备库1座、市级8座、县级45座。",
            ["省级应急物资储备库1座", "市级应急物资储备库8座", "县级应急物资储备库45座"],
        ),
        (
            "机场：广州、深圳等国际枢纽机场和杭州、合肥等区域枢纽机场改扩建工程。",
            [
                "广州国际枢纽机场改扩建工程",
                "深圳国际枢纽机场改扩建工程",
                "杭州区域枢纽机场改扩建工程",
                "合肥区域枢纽机场改扩建工程",
            ],
        ),
        (
            "推进异地门诊、住院结算便利化。",
            ["异地门诊结算便利化", "异地住院结算便利化"],
        ),
        (
            "推进与清华大学、某某研究中心、甲光机所等一批科研院所的合作平台建设。",
            ["与清华大学的合作平台", "与某某研究中心的合作平台", "与甲光机所的合作平台"],
        ),
        ("医药：江中药谷、济民可信现代中药产业园。", ["江中药谷", "济民可信现代中药产业园"]),
    ],
)
def test_names(body: str, expected: list[str]) -> None:
    assert names(body) == expected


def test_preparing_is_the_stage() -> None:
    (row,) = reading("铁路：武咸高铁前期。").commitments
    assert row.facts["stage"] == "前期"


def test_a_bracket_that_describes_gives_facts() -> None:
    rows = reading("产业：汇仁智能工厂（年产20亿片）、甲乙产业园。").commitments
    assert rows[0].facts["capacity"] == "年产20亿片"


def test_what_is_counted_is_a_programme() -> None:
    body = "新建西宁、玉树2个航空应急救援基地和30个直升机临时起降点，建设市级物资储备库8座。"
    rows = reading(body).commitments
    assert [row.level for row in rows] == ["project", "project", "programme", "programme"]
    assert [row.facts.get("count") for row in rows[2:]] == [30, 8]


def test_works_stand_where_their_clause_puts_them() -> None:
    body = "在安泽、古县建设煤层气综合利用基地，在垣曲县布局东方冷链物流园、舜乡物流中心。"
    rows = reading(body, title="产业项目").commitments
    assert {row.name: row.regions for row in rows} == {
        "煤层气综合利用基地": ("141026", "141025"),
        "东方冷链物流园": ("140827",),
        "舜乡物流中心": ("140827",),
    }


def test_a_table_says_where_in_a_column() -> None:
    text = (
        "某市重点项目表\n序号\t项目名称\t建设地点\t总投资（亿元）\n"
        "1\t污水处理厂提标改造\t金台区\t5.2\n2\t麟游县风电项目\t宝鸡市\t7.8\n"
    )
    rows = read(text, home="610300").commitments
    assert [row.regions for row in rows] == [("610303",), ("610329",)]


def test_growth_that_is_hoped_for_does_not_look_back() -> None:
    text = "推动3D打印产业园、宝鸡钛及新材料产业园提质扩容，力争规上工业增加值增长8%。"
    rows = read(text, home="610300").commitments
    assert [row.name for row in rows] == ["3D打印产业园", "宝鸡钛及新材料产业园"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("确保石头河水库、东庄水库等项目建成投产。", "建成投产"),
        ("推进石头河水库、东庄水库等工程前期论证。", "前期论证"),
        ("支持石头河水库、东庄水库等项目建设。", "支持"),
    ],
)
def test_running_text_names_works(text: str, stage: str) -> None:
    rows = read(text, home="").commitments
    assert [row.name for row in rows] == ["石头河水库", "东庄水库"]
    assert {row.facts.get("stage") for row in rows} <= {stage, None}
