import pytest

from plans.reader.names import act, ending, is_act_tail, name_like, opening, placed, thing


@pytest.mark.parametrize(
    ("text", "rest", "stage", "nature"),
    [
        ("加快推进甲至乙高速", "甲至乙高速", "加快推进", ""),
        ("续建甲水库", "甲水库", "续建", ""),
        ("开工建设甲桥", "甲桥", "开工建设", ""),
        ("改建29个乡镇综合运输服务站", "29个乡镇综合运输服务站", "", "改建"),
        ("基本建成甲环线", "甲环线", "基本建成", ""),
        ("新建、改建农村公路86公里", "农村公路86公里", "", "新建"),
        ("甲县建设大道改造工程", "甲县建设大道改造工程", "", ""),
        ("建设路改造工程", "建设路改造工程", "", ""),
        ("改扩建工程", "改扩建工程", "", ""),
        ("新能源基地", "新能源基地", "", ""),
    ],
)
def test_leading_verbs_come_off(text: str, rest: str, stage: str, nature: str) -> None:
    verbs = opening(text)
    assert (text[verbs.length :], verbs.stage, verbs.nature) == (rest, stage, nature)


@pytest.mark.parametrize(
    ("text", "deed", "name"),
    [
        ("甲高速等8个项目", "", "甲高速"),
        ("甲医院等项目建设", "推进", "甲医院"),
        ("甲高速公路建设", "推进", "甲高速公路"),
        ("甲通用机场建设", "", "甲通用机场建设"),
        ("118条市政道路建设", "实施", "118条市政道路建设"),
        ("第六水厂竣工", "确保", "第六水厂"),
        ("甲城际铁路前期工作", "推进", "甲城际铁路"),
    ],
)
def test_what_trails_a_name_comes_off(text: str, deed: str, name: str) -> None:
    assert text[: ending(text, deed).end] == name


def test_a_list_tells_that_there_are_others() -> None:
    assert ending("甲高速等8个项目", "").others
    assert ending("甲铁路前期工作", "推进").stage == "前期工作"


def test_nouns_deeds_and_places() -> None:
    assert thing("甲污水处理厂（二期）")
    assert not thing("甲县")
    assert act("老旧小区改造")
    assert is_act_tail("提质改造工程")
    assert not is_act_tail("大型灌区改造")
    assert name_like("禹门口")
    assert not name_like("钢铁")
    assert placed("双河镇文化站")
    assert placed("成都新机场工程")
    assert not placed("大数据中心")
