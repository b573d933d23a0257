"""What a paragraph's heading is: a field, a programme that gathers works, or one work described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from plans.reader.gazetteer import Gazetteer
from plans.reader.names import act, opening, placed, thing
from plans.reader.naming import naming


class Head(Enum):
    """How a heading and the words behind it belong together."""

    FIELD = "field"
    PROGRAMME = "programme"
    WORK = "work"
    TASK = "task"


_PROGRAMME = re.compile(r"(?:工程|行动|计划|体系)$")
_BUNDLE = re.compile(r"(?:打捆|系列|子|群)项目$")
_STEM = re.compile(r"(?:建设|新建|改造|扩建|改扩建|开发|示范|升级|重点|重大)*(?:工程|行动|计划)$")
_FIELD = re.compile(
    r"(?:重点|重大|类|示范|攻关|应用|产业|基建|城)项目$|(?:设施|网|产业|集群|领域|方面|业|通道|信息|开发区|示范区|城市群|地区|合作带)$"
)
# What is raised, protected or shared is no building, though its name may end in one.
_AIDED = re.compile(
    r"(?:提升|培育|引领|发展|共建|共享|融合|协同|治理|整治|保护|修复|改善|保障|服务|创建|惠民|推广|攻关|规范|绿化|打造|挖潜|活化|一体化|防控|防治|引资|招商)(?:工程|行动|计划)$"
)
_ASIDE = re.compile(
    r"(?:充分|围绕|以[^，。]{2,40}为|按照|通过|针对|利用|依托|抢抓|结合|在[^，。]{2,30}(?:上|中|点|区域)，)"
)
_PREDICATE = re.compile(r"[^，。]{4,30}(?:全面|全部|普遍|均)(?:实施|开展|推行|实现|完成)")
_ZONE = re.compile(r"(?:区|城市群|合作带|都市圈|省|市|县)$")
_PROMOTES = re.compile(
    r"推动|推进|探索|培育|发展|促进|加强|加快|构建|完善|健全|强化|深化|优化|拓展|实施|开展|打造|建立|支持|扩大|引导|鼓励|大力|积极"
)
_INCLUDES = re.compile(r"(?:主要)?(?:包括|包含|建设内容)|实施")
_BY_FIELD = re.compile(r"(?:(?<=[。；])|^)围绕|在[^，。；]{2,16}领域，")
_GATHERS = re.compile(r"等\s?(?:\d+\s?个)?(?:重大|重点)?项目|等\s?\d+\s?(?:个|项|条|座|处|家|所)")
_GATHERS_WORKS = re.compile(
    r"等\s?(?:\d+\s?\w)?[^，。；、]{0,12}(?:工程|建设|改造|治理|加固|整治)(?=[，。；]|$)|、[^，。；、]{2,12}\d+(?:座|处|条|个)"
)
_NAMES_ITSELF = re.compile(
    r"[A-Z]\d{2,4}|[—–－-]|至|“|(?:项目|工程)(?:（[^）]*）)?$|年产\d|\d+(?:兆瓦|万千瓦)"
)
_DESCRIBES = re.compile(
    r"占地|建筑面积|规划面积|平方米|总投资|投资额|首期|一期(?:建设|主要|规划|为|工程建)|二期(?:建设|主要|规划|为|聚焦)|分[二两三四]期|主要建设|建设规模|生产线[一二三四五\d]|厂房|办公楼|床位|车间|购置"
    r"|项目(?:包含|将|建成|空间|由)|集[^，。]{2,40}于?一体|产能|达产|库容|设计规模|处理规模|处理能力|建设主体|总里程|(?:构成|组成)，|总体(?:建设)?构想"
)


def judge(title: str, body: str, names: Sequence[str], *, mark: str, policy: bool = False) -> Head:
    """Tell what a heading is to the paragraph behind it.

    `mark` ends the heading (：or 。); `policy`: what stands around may be policy only, not works.
    """
    if mark == "。" and is_described(title, body):
        return Head.WORK
    names = [name for name in names if not _WHERE.match(name)]
    if not body:
        field = _FIELD.search(title) or is_kind_of_works(title)
        return Head.WORK if thing(title) and not field else Head.FIELD
    gathers = len(names) > 1 and bool(_GATHERS.search(body) or _counts_named(body, names))
    if _PROGRAMME.search(title) or _BUNDLE.search(title):
        return _of_programme(title, body, names, gathers=gathers)
    if is_deed(title):
        return Head.TASK
    if is_district(title) and len(names) > 1:
        return Head.FIELD
    found = _of_other(title, body, names, mark=mark, gathers=gathers)
    if found is Head.FIELD and policy and _is_policy(title, body, names):
        return Head.TASK
    return found


# With these a paragraph begins that describes the one work above it.
_MEASURES_IT = re.compile(
    r"(?:项目)?(?:总|规划|计划|新增)?(?:占地|用地|投资|建筑面积|面积|全长|长度|装机|库容)(?:面积|规模|容量|总量)?(?:约|为|达)?\d"
)


def is_described(title: str, body: str) -> bool:
    """Tell whether a paragraph gives the measures of the one work that heads it."""
    named = thing(title) or bool(_BRACKETS.search(title) and thing(_BRACKETS.sub("", title)))
    if not named or is_kind_of_works(title) or is_district(title):
        return False
    return bool(_MEASURES_IT.match(body)) or _costs_once(body)


def _costs_once(body: str) -> bool:
    """Tell whether one sentence tells what is built and ends with what it costs."""
    costs = re.findall(r"，(?:项目|计划)?总投资(?:约|为|达)?\d", body)
    return len(costs) == 1 and _is_one_sentence(body) and bool(re.match("(?:主要|规划)?建设", body))


_BRACKETS = re.compile(r"（[^（）]*）$")


# 青石、白马、响水3个大型灌区…: so many works, each of them by name.
_NAMED_AND_COUNTED = re.compile(
    r"[^，。；、\d]{2,10}(?:、[^，。；、\d]{2,8})+\d+(?:个|座|条|处|所|家)[^，。；、]{4,}"
)


def _counts_named(body: str, names: Sequence[str]) -> bool:
    """Tell whether a paragraph names the works that it counts, and each of them has a deed."""
    return bool(_NAMED_AND_COUNTED.match(body)) and len(names) > 2 and all(map(act, names))


# A heading that is a use rather than a work: 开放道路测试, 无人驾驶应用.
_USE = re.compile(r"(?:测试|应用|推广|服务|培训|创新|合作|试点|监管|培育)$")
_WHERE = re.compile(r"(?:重点)?(?:在|至|与|并|对|向|从)(?!建)")


def is_deed(title: str) -> bool:
    """Tell whether a heading itself says what to do (推动智能汽车测试服务)."""
    verbs = opening(title)
    if not _PROMOTES.match(title) or re.search("项目$|产业$|设施$", title):
        return False
    return bool(verbs.length) and len(title) - verbs.length >= 3


def _is_policy(title: str, body: str, names: Sequence[str]) -> bool:
    """Tell whether a paragraph only says what is to be promoted: no work is named."""
    told = opening(body).length or _ASIDE.match(body) or body.startswith(("在", "针对"))
    works = sum(thing(name) and names_itself(name) for name in names)
    if _USE.search(title) and told and not placed(title) and not _GATHERS.search(body):
        return True
    measured = sum(bool(_MEASURED.search(name)) for name in names)
    if measured > 1 or _owns(names) > 1:
        return False
    if not told or placed(title) or _ZONE.search(title) or _GATHERS.search(body):
        return False
    return works * 3 < len(names) and _share(names) < 0.34


def _of_other(title: str, body: str, names: Sequence[str], *, mark: str, gathers: bool) -> Head:
    if mark != "：" or (_FIELD.search(title) and not placed(title)):
        return Head.FIELD
    if _gathers_its_kind(title, body, names) or _is_kind(title, body, names):
        return Head.FIELD
    if gathers and _INCLUDES.match(body) and _share(names) >= 0.5:
        return Head.PROGRAMME
    if _DESCRIBES.search(body):
        return Head.WORK
    if not (thing(title) or act(title) or placed(title)):
        return Head.FIELD
    if act(title) and not placed(title) and not thing(title) and _GATHERS_WORKS.search(body):
        return Head.FIELD
    listed = _is_list_of_named(body, names) and not _INCLUDES.match(body)
    return Head.FIELD if listed and not placed(title) else Head.WORK


# Words that say what kind of works a list holds, not which work is meant.
_KIND = re.compile(
    r"(?:国省|省市|省级|市级|县级|基层|区域|大型|中型|小型|重大|重点|主要|骨干|城镇|城市|城乡|农村|乡村|公共|传统|新型|高速|普速|普通|干线|一般|支线|通用|市政|老旧|教育|医疗|卫生|文化|体育|养老|水利|交通|能源|环保|生态|应急|内涝|防洪|供水|排水|给水|灌溉|电力|电网|油气|清洁能源|可再生能源|新能源|清洁|绿色|低碳|海上|陆上|沿海|抽水蓄能|信息|数字|物流|科技|产业|工业|农业|旅游|文旅|文物|遗产|民生|社会|住房|保障)"
    r"{1,4}(?:铁路|公路|航道|航运|港口|机场|道路|干线|网络|管网|设施|水网|水运|中心|医院|学校|园区|基地|枢纽|项目|卫生|救治|教育|保护|治理|改造|提升|更新|建设|供给|安全|服务)*"
    r"|(?:重大|重点)?(?:引调水|引水调水|调水|引水|供水|输水|水源|节水|灌溉|防洪|水生态|水环境)(?:工程)?"
    r"|铁路|公路|高铁|地铁|机场|航空|民航|水运|港口|航运|轨道|枢纽|站场|桥梁|隧道|水库|灌区|电源|电网|核电|水电|风电|光伏|储能|管网|医院|学校|园区|公园|码头|航道"
)
_STAGED = re.compile(
    r"(?:(?<=[。；，])|^)(?:加快)?(?:建成|开工建设|新开工|续建|新建|改建|扩建|改扩建|迁建|谋划|研究|规划建设|推进|推动|完成|建设|实施|整治)"
)


_MEASURED = re.compile(r"\d(?:公里|千米|个|座|条|处|所|套|户|万亩|万户|万套|平方米|台)$")


def _owns(names: Sequence[str]) -> int:
    """How many of the names are works with a name of their own."""
    names = [name for name in names if thing(name) or act(name)]
    return sum(names_itself(name) or naming(name, Gazetteer.standard()) == 2 for name in names)


_DISTRICT = re.compile(r"[一-龥]{1,4}(?:县|市|(?<![发园景新港校厂片街社小湖范聚验])区)")


def is_district(title: str) -> bool:
    """Tell whether a heading is a county, a city or a district, which is no work itself."""
    return bool(_DISTRICT.fullmatch(title))


def is_kind_of_works(title: str) -> bool:
    """Tell whether words say a kind of works (中型水库, 国省干线), not one of them."""
    return bool(_KIND.fullmatch(title))


def _is_kind(title: str, body: str, names: Sequence[str]) -> bool:
    """Tell whether a title says a kind of works of which the paragraph names several."""
    if placed(title) or not (_KIND.fullmatch(title) or act(title)) or _describes_one(body):
        return False
    own = _owns(names)
    if own >= 2 and own * 3 >= len(names):
        return True
    return bool(_KIND.fullmatch(title)) and len(names) > 1 and len(_STAGED.findall(body)) > 1


def _describes_one(body: str) -> bool:
    return bool(
        re.search(r"占地|总投资|投资额|首期|分[二两三四]期|项目(?:包含|将|由)|产能|达产", body)
    )


def _gathers_its_kind(title: str, body: str, names: Sequence[str]) -> bool:
    """Tell whether a general noun heads works of its kind: 大型水库：龙眠水库、…."""
    if placed(title) or len(title) > 6 or opening(body).length or _ASIDE.match(body):
        return False
    if body.startswith((title[-2:], title, "园区", "项目")):
        return False
    return any((title[-2:] in name and title not in name[2:]) or len(title) < 4 for name in names)


def _of_programme(title: str, body: str, names: Sequence[str], *, gathers: bool) -> Head:
    described = bool(_DESCRIBES.search(body)) and not gathers
    if gathers or _is_list_of_named(body, names):
        return Head.PROGRAMME
    if len(_BY_FIELD.findall(body)) > 2:
        return Head.TASK
    stem = _STEM.sub("", title)
    if placed(title) and not _AIDED.search(title):
        return Head.WORK
    at_length = described and (re.search(r"\d", body) or len(re.findall("。", body)) < 3)
    if thing(stem) and not _AIDED.search(title) and (at_length or _tells(stem, body, names)):
        return Head.WORK
    if _is_one_sentence(body) and _PREDICATE.match(body) and not opening(body).length:
        return Head.TASK
    if not names or (_is_one_sentence(body) and _ASIDE.match(body) and len(names) < 3):
        return Head.TASK
    return Head.PROGRAMME


def _is_list_of_named(body: str, names: Sequence[str]) -> bool:
    """Tell whether a paragraph is a list whose members have names of their own."""
    return not _DESCRIBES.search(body) and not _ASIDE.match(body) and _share(names) >= 0.5


def names_itself(name: str) -> bool:
    """Tell whether a name says which work is meant: by a place, a line, a title, 项目."""
    return bool(_NAMES_ITSELF.search(name)) or placed(name)


def _share(names: Sequence[str]) -> float:
    """Which part of the names says which work is meant: by a place, a line, a title, 项目."""
    if not names:
        return 0.0
    return sum(map(names_itself, names)) / len(names)


def _tells(stem: str, body: str, names: Sequence[str]) -> bool:
    """Tell whether a paragraph speaks in sentences about one thing, rather than listing things."""
    if not opening(body).length and not _ASIDE.match(body):
        return False
    if any(stem[-4:] in name for name in names) and not re.search("；", body):
        return len(re.findall("。", body)) < 3
    if not _ASIDE.match(body) and sum(thing(name) for name in names) >= 3:
        return False
    return _share(names) < 0.34 and len(re.findall("[。；]", body.rstrip("。；"))) < 2


def _is_one_sentence(body: str) -> bool:
    return not re.search("[。；]", body.rstrip("。；"))
