"""Where a road, a railway or a pipeline runs: its number, its end points, the section meant."""

import re
from typing import Any

from plans.reader.gazetteer import Gazetteer

_JOIN = r"(?:至|到|[—–\-－~～]+)"
_NUMBERED = re.compile(
    r"(?:国道|省道)?[GSXY]\d{1,4}[A-Z]?|(?:国道|省道|县道|乡道)\d{2,4}线?|\d{3}(?:国道|省道|线)"
)
_NAMED_ROUTE = re.compile(
    r"(?:省道|国道|县道)(?:[\u4e00-\u9fff]{2,4}[-—至])?[\u4e00-\u9fff]{2,4}?线"
    r"|^(?:(?!至)[\u4e00-\u9fff]){2,5}?(?:国家高速公路|高速公路|高速|城际铁路|铁路|高铁|城际)(?:辅助通道)?"
    r"(?=(?!主线|绕城)[\u4e00-\u9fff]+(?<!路)(?:段|联络线|连接线))"
)
_WHOLE_ROUTE = re.compile(
    r"^(?P<route>[\u4e00-\u9fff]{2,6}至[\u4e00-\u9fff]{2,6}?(?:高速公路|高速|铁路|公路))(?=[\u4e00-\u9fff]{1,12}段)"
)
_ASIDE = re.compile(r"（[^（）]*）(?!至|到|[—–\-－~～])|(?<=.)\([^()]*\)(?!至|到|[—–\-－~～])")
_PIPE_NAME = re.compile(r"^[\u4e00-\u9fff]{2,3}线(?=[\u4e00-\u9fff]{2,})")
_STREET_PART = re.compile(r"(?<=[路街道河])[东南西北中上下]段")
_BRACKETED = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]")
_WAY = r"高速公路|高速|公路|铁路|高铁|城际|辅助通道|线|改线|遗址|航道|渠"
_SECTION = re.compile(
    rf"^.*(?:{_WAY})(?P<section>(?!公路|过境)[\u4e00-\u9fff]{{1,10}}?(?:{_JOIN}[\u4e00-\u9fff]{{1,10}}?)*(?<!路)(?:段|境内))(?!落|时)"
    rf"|^[\u4e00-\u9fff]{{1,4}}?[河江](?P<river>(?!河段)[\u4e00-\u9fff]{{2,8}}?段)"
)
_REACH = re.compile(r"^(?P<section>[\u4e00-\u9fff]{2,6}至[\u4e00-\u9fff]{2,4}?河段)")
_SECTION_AT_START = re.compile(r"^[\u4e00-\u9fff]{2,3}(?P<section>[二四六八双]车道段)")
_SPLIT = re.compile(_JOIN)
_LINE = re.compile(
    r"铁路|高铁|客专|高速|公路|路（|国道|省道|客运专线|城际|轻轨|轨道|管道|管线|管网|输气|输油|特高压|输水|引水|供水线|干线|支线|联络线|连接线|快速路"
    r"|大道|航线|航道|通道|大桥|特高压|输电|线路|廊道|班列|专用线|[GS]\d|路$|段|线$"
)
_TAIL = re.compile(
    r"(?:段|间|[一二三四]级公路|(?:外送电|地方|省道|国道|沿海|联运|海陆联运|沿边|辅助|货运|客运|特高压直流|直流|支|双回|新型|二期|一期|市域|城际|跨海|普速|高速|客运|货运|旅游|快速|输气|输油|输水|引水|天然气|成品油|原油|长输|煤层气|供热|特高压|航空|陆路|海陆|沿黄|城市|轨道|直达|运煤|专用|疏港|一级|二级|市政|过境|电气化|复线|双线|扩能|改线|新建|改扩建|改建|扩建|改造|升级|互联|联络|连接|中欧|国际|既有|重载|沿海|沿江|通村|县级|产业|货物|货运|集疏运|大通道|跨江|跨河|黄河|长江|沿线)"
    r"*(?:的)?(?:高速铁路|铁路|高铁|高速公路|高速|公路|客运专线|客专|轻轨|地铁|管道|管线|干线|支线|线路|航线|航道|通道|大桥|连接线|联络线|快速路|专线|班列|廊道|工程|道路|大道|路|线|运输通道|输变电工程|输电|输气|改造|改扩建|改建|扩建|新建|项目).*$"
    r"|段.*$|(?:城际|高速|铁路|高铁|公路).*$)"
)


_COMPASS = re.compile(
    r"[东西南北]起(?P<from>[\u4e00-\u9fff]{2,8}?)[，、]?[东西南北]至(?P<to>[\u4e00-\u9fff]{2,8}?)(?=的|，|$)"
)


def line_facts(name: str, heading: str = "") -> dict[str, Any]:
    """Read `route`, `section`, `from`, `via` and `to` from a line's name.

    `heading` tells that a bare pair of places (「洪洞龙马至大宁马头关」) is a line.
    """
    if not (_LINE.search(name) or (_LINE.search(heading) and _SPLIT.search(name))):
        return {}
    facts: dict[str, Any] = {}
    route = route_in(name)
    if route:
        facts["route"] = route
    section = _section(name, route)
    if section:
        facts["section"] = section
    facts.update(_end_points(name, route, section))
    return facts


def route_in(name: str) -> str:
    """Give the road's number or name (国道108, G5514, 省道临夏线, 呼北高速 before a section)."""
    whole = _WHOLE_ROUTE.match(name)
    if whole:
        return whole.group("route")
    found = _NUMBERED.search(name) or _NAMED_ROUTE.search(name)
    return found.group() if found else ""


def _section(name: str, route: str) -> str:
    for bracket in _BRACKETED.finditer(name):
        if bracket.group("inside").endswith("段"):
            return bracket.group("inside")
    found = _REACH.match(name) or _SECTION.search(name) or _SECTION_AT_START.search(name)
    if found:
        return found.group("section") or found.groupdict().get("river") or ""
    part = _STREET_PART.search(name)
    if part:
        return part.group()
    if route and name.startswith(route):
        inside = re.match(r"[\u4e00-\u9fff]{2,6}境内", name[len(route) :])
        return inside.group() if inside else ""
    return ""


def _end_points(name: str, route: str, section: str) -> dict[str, Any]:
    """Read the places a line joins, in its section where one is named by its ends."""
    compass = _COMPASS.search(name)
    if compass:
        return {"from": compass.group("from"), "to": compass.group("to")}
    text = _course(name, route, section)
    places = _SPLIT.split(text)
    if len(places) < 2:
        return {}
    places[-1] = re.sub(r"(?<=.{2})河?段$", "", places[-1])
    if text not in name.partition("（")[2]:
        places[-1] = _TAIL.sub("", re.sub(r"[±\d].*$", "", places[-1]))
    first, *by = places[0].split("经", 1)
    first = _PIPE_NAME.sub("", _without_province(first))
    via = [*(by[0].split("、") if by else ()), *places[1:-1]]
    if not all(_is_place(place) for place in (first, *via, places[-1])):
        return {}
    ends: dict[str, Any] = {"from": first}
    if via:
        ends["via"] = via
    ends["to"] = places[-1]
    return ends


def _course(name: str, route: str, section: str) -> str:
    """Cut the words that say from where to where out of a name."""
    if section and _SPLIT.search(section):
        return section
    for bracket in _BRACKETED.finditer(name):
        inside = bracket.group("inside")
        if _SPLIT.search(inside) and not re.search(r"[0-9A-Za-z]", inside):
            return inside
    text = re.sub(r"[“”\"]", "", _ASIDE.sub("", name))
    if route and "至" in route:
        return route
    if route and _SPLIT.search(route):
        return ""
    text = text.split(route, 1)[1] if route and route in text else text
    return re.sub(r"^(?:省道|国道|线)", "", text)


def _without_province(place: str) -> str:
    """Take the province off the front of a line's beginning (山西隰县)."""
    mentions = Gazetteer.standard().mentions(place)
    if len(mentions) > 1 and mentions[0].start == 0 and mentions[0].codes[0].endswith("0000"):
        return place[mentions[1].start :] if mentions[1].start <= mentions[0].end + 1 else place
    return place


def _is_place(text: str) -> bool:
    if re.search(r"周边|各|的|市县|全", text):
        return False
    return re.fullmatch(r"[\u4e00-\u9fff、·（）]{2,14}", text) is not None
