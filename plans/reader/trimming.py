"""What stands in a name of running prose and is no part of it, and two works in one name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from plans.reader.deeds import Deed
from plans.reader.forms import AMOUNT
from plans.reader.gazetteer import Gazetteer
from plans.reader.lists import Piece, items
from plans.reader.members import is_strong
from plans.reader.names import act, name_like, thing
from plans.reader.naming import is_work, naming

Span = tuple[int, int]

# Words that lead in to the work: with whom, by what standard, what is done to it.
_LEAD_IN = re.compile(
    r"^(?:与|在|以|按|参与|省市|部省|市校|校地|提前|升级|申建|申报|力推|联合|依托|携手|共同|共创|高质量|高标准|全面|串联|配套|提升打造|滚动)[^，。]{0,20}?"
    r"(?:共建|设立|打造|建设|推进|创建|打通|改造(?!工程|项目)|筹建|组建|实施|申建|升级打造|共创|串联)(?=[^，。]{4,})"
    r"|^[^，。、]{0,16}?(?:要|主要|规划|包括：)(?:扩建|新建|改扩建|加快|建设|实施)(?=[^，。]{3,})|^(?:提速|以及|力争|确保|重点)(?:实施|推进|推动|治理|建设)?(?=[^，。]{3,})"
    r"|^全面(?:投产|建成|开工)(?=[^，。]{4,})|^(?:申建|升级打造|提升打造)(?=[^，。]{4,})"
)
_TRAIL = re.compile(
    r"(?:的(?:开发|建设)|(?<!开发)(?<!标准化)建设|贯通|组建|落地|(?<=项目)加快(?:建设|推进)?|(?<=项目)(?:竣工|投产|达产达效)|(?<=基地)达产达效|建成投用|编制|建设运营|开发与建设|合作建设|建设任务|前期研究|前期工作|布局|\d+个)$"
)
# Brackets that tell what a work consists of.
_TELLING = re.compile(r"（(?:以|包括|含|即|主要)[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_SO_MANY = re.compile(
    r"[两三四五六七八九十\d]+(?:[大座]|[个条处所家](?=[^路桥道河湖院]|片区|院区|[路桥道河湖院][\u4e00-\u9fff]{2}))(?:大型|中型|小型)?"
)
# The kind of works that a list has named already (甲水库等大型水库除险加固).
_SAME_KIND = re.compile(
    r"(?:大型|中型|小型|大中型|重点|主要|重要|骨干|各|这些)*(?P<noun>[\u4e00-\u9fff]{2})"
)
# 「等」 and the class of works behind it: no part of the names before it.
_CLASS_TAIL = re.compile(
    r"^(?:重大|重点|一批|大型|骨干)[\u4e00-\u9fff]{0,6}(?:工程|项目)$|^(?:重要|主要)?(?:干支流|支流)(?=.)"
)
_CLASS_OF_WORKS = re.compile(
    r"[\u4e00-\u9fff]{0,2}(?:交通|水利|能源|电源|电网|基础设施|重大|民生|产业|生态|转型升级)[\u4e00-\u9fff]{0,4}(?:项目|工程)$"
    r"|[\u4e00-\u9fff]{0,6}(?:基础设施|科学装置)$"
)
_JOINT = re.compile(r"(?:建设)?(?:和|及|以及|与)")
_OF_A_LINE = re.compile(r"[\u4e00-\u9fff]{2,6}(?:至|到|[—–-])")


_CLOSED = re.compile(r"等(?:\d+[个项])?[^，。、；等]{0,10}项目")
_POSSESSED = re.compile(
    r"等(?:地区|区域|片区|地|县|市|县（[^）]*）)的(?P<noun>[^，。、；的和及与]{2,14}?)(?:建设)?(?=[，。；]|$)"
)
# A line that a list of stations or ports shares (甲港、乙港等疏港铁路).
_LINE = re.compile(r"(?:[路线段街道河江渠]|高速|隧道|桥)$")
_LINE_OF = re.compile(
    r"等(?P<noun>[\u4e00-\u9fff]{0,4}(?:铁路|公路|专用线|联络线|连接线|管道|航道|专线))(?=建设|项目|[，。；]|$)"
)
_ANEW = re.compile(r"(?:改扩建|扩建|迁建|重建)(?:工程|项目)?$")
_OWNER = re.compile(
    r"[市县区州](?!民|政|场|域|级|内|外|际|长|城|区|直|中心|位|容|貌|属)|经开区|高新区|开发区|景区"
)
_OWNED = re.compile(
    r"(?:馆|院|中心|剧场|学校|校|厂|厂房|站|广场|公园|所)(?:（[^（）]*）)?(?:改造|扩建|建设|改扩建|提升)*$"
)


def trimmed(found: Sequence[Deed], text: str, names: Gazetteer) -> list[Deed]:
    """Give the deeds of one clause with bare names, two works printed as one name parted."""
    bare = [
        part
        for deed in found
        for item in _listed(_bare(deed, text), text)
        for part in _parted(item, text, names)
    ]
    bare = _with_possessed(_with_line_heads(bare, text), text)
    return _with_owner(_built_anew(bare, text), text, names)


def _built_anew(found: list[Deed], text: str) -> list[Deed]:
    """Leave 甲机场 of 「甲机场、乙机场改扩建、丙机场迁建」 alone: each has its own deed."""
    deeds_said = {said[0] for deed in found if (said := _ANEW.findall(_last(deed, text)))}
    if len(deeds_said) < 2 and len({deed.member.name[-1] for deed in found}) < 3:
        return found
    return [
        replace(deed, member=replace(deed.member, name=deed.member.name[:1], why="list"))
        if len(deed.member.name) == 2
        and _ANEW.fullmatch(_last(deed, text))
        and deed.member.end < deed.member.name[1][0]
        and thing(text[slice(*deed.member.name[0])])
        else deed
        for deed in found
    ]


def _last(deed: Deed, text: str) -> str:
    start, end = deed.member.name[-1]
    return text[start:end]


def _listed(deed: Deed, text: str) -> list[Deed]:
    """Part short works that a list joined as one: 幸福渠、乌沙河、九龙湖."""
    member = deed.member
    if not member.why.endswith("of several parts"):
        return [deed]
    start, end = member.name[0]
    tail = member.name[1:]
    parts = items(Piece(text[start:end], start))
    closed = _CLOSED.match(text, end) and not any(AMOUNT.match(part.text) for part in parts)
    if closed:
        tail = ()
    elif not all(name_like(part.text) for part in parts):
        return [deed]
    words = "".join(text[a:b] for a, b in tail)
    if not closed and not all(is_work(part.text + words) for part in parts):
        return [deed]
    listed = [
        replace(
            member, name=((p.start, p.end), *tail), start=p.start, end=p.end, why="list", sure=0.8
        )
        for p in parts
    ]
    listed[-1] = replace(listed[-1], end=member.end)
    return [replace(deed, member=one) for one in listed]


def _with_possessed(found: list[Deed], text: str) -> list[Deed]:
    """Give 燃气管网 of 「甲片区、乙片区等地区的燃气管网」 to all of the list."""
    if not found or any(len(deed.member.name) > 1 for deed in found):
        return found
    start, last = found[-1].member.name[0]
    owned = _POSSESSED.match(text, last)
    if owned is None and not _LINE.search(text[start:last]):
        owned = _LINE_OF.match(text, last)
    if owned is None or not (thing(owned["noun"]) or act(owned["noun"])):
        return found
    span = (owned.start("noun"), owned.end("noun"))
    return [
        replace(
            deed, member=replace(deed.member, name=(*deed.member.name, span), why="shared tail")
        )
        for deed in found
    ]


def _with_owner(found: list[Deed], text: str, names: Gazetteer) -> list[Deed]:
    """Give 市 of 市大剧院、科技馆、图书馆 to all: it holds for what names no owner of its own."""
    if len(found) < 2:
        return found
    start, end = found[0].member.name[0]
    owner = _OWNER.match(text, start, end)
    spans = [deed.member.name[0] for deed in found[1:]]
    words = [text[a:b] for a, b in spans]
    if owner is None or any(_OWNER.match(word) or names.mentions(word) for word in words):
        return found
    if not all(_OWNED.search(word) for word in (text[start:end], *words)):
        return found
    head = (start, owner.end())
    return [
        found[0],
        *(
            replace(deed, member=replace(deed.member, name=(head, *deed.member.name)))
            for deed in found[1:]
        ),
    ]


def _parted(deed: Deed, text: str, names: Gazetteer) -> list[Deed]:
    """Part 「甲物流园及乙改造工程」 where both sides name a work of their own."""
    member = deed.member
    if len(member.name) != 1:
        return [deed]
    start, end = member.name[0]
    for joint in _JOINT.finditer(text, start + 3, end - 3):
        sides = ((start, joint.start()), (joint.end(), end))
        words = [text[a:b] for a, b in sides]
        built = joint.group().startswith("建设") and is_work(words[0]) and len(words[1]) > 4
        titled = is_strong(words[1]) and len(words[1]) > 8 and is_work(words[0])
        if (built or titled) and naming(words[0], names) == 2:
            return _two(deed, *sides)
        if not all(is_work(word) or act(word) for word in words):
            continue
        marks = [naming(word, names) for word in words]
        if min(marks) > 0 and max(marks) == 2:
            return _two(deed, *sides)
    return [deed]


def _two(deed: Deed, one: Span, other: Span) -> list[Deed]:
    member = deed.member
    first = replace(member, name=(one,), start=one[0], end=one[1])
    second = replace(member, name=(other,), start=other[0])
    return [replace(deed, member=first), replace(deed, member=second)]


def _with_line_heads(found: list[Deed], text: str) -> list[Deed]:
    """Complete 「运城至三门峡、济源城际铁路」: where a line begins holds for its other ends."""
    if len(found) < 2 or len(found[0].member.name) < 2:
        return found
    start, end = found[0].member.name[0]
    head = _OF_A_LINE.match(text, start, end)
    if not head:
        return found
    done = [found[0]]
    for deed in found[1:]:
        own = text[deed.member.name[0][0] : deed.member.name[0][1]]
        if _OF_A_LINE.search(own) or len(own) > 10:
            return found
        name = ((start, head.end()), *deed.member.name)
        done.append(replace(deed, member=replace(deed.member, name=name)))
    return done


def _bare(deed: Deed, text: str) -> Deed:
    """Take off a name what leads in to the work and what goes on behind it."""
    member = deed.member
    spans = [*_without_lead(member.name[:1], text), *member.name[1:]]
    spans = _without_others(_last_said(spans, text), text)
    name = tuple(_without_trail(spans, text))
    start = max(member.start, name[0][0]) if member.start == member.name[0][0] else member.start
    end = name[-1][1] if member.end == member.name[-1][1] and len(member.name) == 1 else member.end
    return replace(deed, member=replace(member, name=name, start=start, end=max(end, start + 1)))


def _without_lead(spans: Sequence[Span], text: str) -> list[Span]:
    start, end = spans[0]
    lead = _LEAD_IN.match(text[start:end])
    return [(start + lead.end() if lead else start, end)]


def _last_said(spans: list[Span], text: str) -> list[Span]:
    """Give the noun of 「以汾河为重点的“七河”治理工程」, the words before its 的 left out."""
    start, end = spans[0]
    at = text.rfind("的", start, end)
    if len(spans) > 1 or at < 0 or not 5 <= end - at <= 30:
        return spans
    tail = text[at + 1 : end]
    if ("“" in text[start:at] and "”" in tail) or (act(tail) and len(tail) < 7):
        return spans
    if re.match("[东西南北]起", text[start:at]):
        return spans
    return [(at + 1, end)]


def _without_others(spans: list[Span], text: str) -> list[Span]:
    """Take 「等」 out of a name, with the class behind it where what is before it is a work."""
    start, end = spans[0]
    at = text.find("等", start + 2, end)
    if len(spans) > 1 or at < 0 or text[at - 1] in "高初中一二三四同":
        return spans
    if is_work(text[start:at]) or end - at <= 4:
        return [(start, at)]
    return [(start, at), (at + 1, end)]


def _without_trail(spans: list[Span], text: str) -> list[Span]:
    """Take off 建设, 的开发 …, brackets that tell of what a work consists, and three of 三大."""
    spans = _without_class(spans, text)
    start, end = spans[-1]
    if told := _TELLING.search(text, start + 4, end):
        end = told.start()
    trail = _TRAIL.search(text, start, end)
    if trail and trail.start() - start >= (4 if len(spans) == 1 else 2):
        end = trail.start()
    return _without_number([*spans[:-1], (start, end)], text)


def _without_class(spans: list[Span], text: str) -> list[Span]:
    """Take off a shared tail that only says what class of works the names are (等重大项目)."""
    if len(spans) == 1:
        return spans
    start, end = spans[-1]
    tail = text[start:end]
    own = "".join(text[a:b] for a, b in spans[:-1])
    stands = is_work(own) or (tail == "工程" and act(own))
    others = _CLASS_TAIL.match(tail)
    whole = others is not None and others.end() == len(tail)
    if (
        tail == "项目"
        or (tail == "工程" and stands)
        or (whole and (stands or not tail.startswith("大型")))
        or (_CLASS_OF_WORKS.match(tail) and (stands or len(own) > 5))
    ):
        return spans[:-1]
    start += others.end() if others and not whole else 0
    if text[start - 1] in "座个条" and tail.startswith(("大型", "中型", "小型")):
        start += 2  # 两座中型水库 only counts them
    same = _SAME_KIND.match(text, start, end)
    if same and own.endswith(same["noun"]) and act(text[same.end() : end]):
        start = same.end()
    start += own.endswith("段") and tail.startswith("段")
    return [*spans[:-1], (start, end)]


def _without_number(spans: list[Span], text: str) -> list[Span]:
    """Take the number out of 广州三个创新合作区, and 6座变电站 behind 白马变."""
    start, end = spans[-1]
    number = _SO_MANY.search(text, start, end)
    if number is None:
        return spans
    before = number.start() - start
    if len(spans) == 1 and before > 2 and thing(text[start : number.start()]):
        return [(start, number.start())]
    if before >= 2:
        return [*spans[:-1], (start, number.start()), (number.end(), end)]
    if len(spans) > 1 and not before:
        return [*spans[:-1], (number.end(), end)]
    return spans
