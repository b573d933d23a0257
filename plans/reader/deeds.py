"""The sentences of a list or a box: which works they name, which deeds they promise, what only describes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from plans.reader.lists import Piece, clauses, items, sentences, veil
from plans.reader.members import Member, Span, members
from plans.reader.names import Ending, Opening, act, ending, opening, placed, thing

Kind = Literal["project", "task"]


@dataclass(frozen=True, slots=True)
class Deed:
    """A member of a paragraph with what the words around it say: its kind, stage, nature, number."""

    member: Member
    kind: Kind = "project"
    stage: str = ""
    nature: str = ""
    count: int = 0
    content: Span | None = None
    lead: str = ""


# A clause that begins so tells where, how or why, and names nothing itself.
_ASIDE = re.compile(
    r"(?:以[^，]{1,40}为[^的，]{1,12}$|围绕|依托|利用|结合|面向|按照|根据|通过|针对|聚焦|立足|抢抓|充分发挥|充分利用|发挥|借助|借力|坚持|为|随着|到\d|至\d|同时$|力争到|在[^，]{2,40}(?:内|中|下|上|基础上|地区|方面|区域|领域)$"
    r"|对[^，]{2,40}$|着眼|紧扣|紧抓|汲取|遵循|参考|采用|采取|运用|首先|其次|即$)"
)
# A clause that begins so gives a measure or an effect of the work before it.
_MEASURE = re.compile(
    r"(?:全长|总长|线路(?:全)?长|总投资|投资|计划投资|估算|概算|占地|总占地|用地|建筑面积|总建筑面积|建设规模|总规模|规模|总库容|库容|装机|年产|日处理|设计|设计速度|路基|双向|其中|计划\d|计划总|预计|项目总|项目建成|建成后|达产|年内|当年|今年|目前|已|现已"
    r"|确保|达到|满足|带动|使|成为|覆盖|惠及|新增|累计|具备|可|能够|将|有效|从而|进而|实现|缩短|涉及|拟选址|选址|位于|包含|责任单位|牵头单位|配合单位|建设单位|建设期|建设年限|工期|资金)"
)
_AIM = re.compile(
    r"(?:形成|提升|提高|增强|促进|推动形成|扩大|筑牢|优化|改善|解决|保障|带动|助力|拓展|补齐|壮大|健全完善|引领|服务|支撑|丰富|降低|减少|释放|激发|培育壮大|落实|强化)"
)
_INCLUDING = re.compile(
    r"(?:主要|其中|分别|具体|重点)?(?:包括|包含|涵盖|分别是|分别为|如下|即|主要有|有)(?:：)?"
)
_SOME = re.compile(r"(?:一批|一系列|若干|好|了)")
_KEEPS_VERB = re.compile(
    r"(?:能力|水平|主体|企业|出口|方式|模式|功能|产业|能源|技术|力度|投入|得分|供应|关系|合作|联系|质量|效率|效益|意识|环境|秩序|优势|潜力|活力|竞争力|服务|活动|规模|比重|理念|氛围|资源|机遇|作用|要素|人才|\d[^一-龥]*(?:场|次|人|名|人次|家|户))$"
)
_QUANTITY = re.compile(
    r"(?P<count>\d[\d.]*)(?P<unit>公里|千米|个|条|座|处|家|所|套|台|辆|户|万套|万户|块|栋|亩|万亩|平方米|万平方米|场|批|件|对|人|名|盏|株)$"
)
_LEAD = re.compile(
    r"[（(【\[]?(?:牵头|责任|负责|实施|主办|主管|承办)(?:单位|部门|责任单位|领导)[：:](?P<lead>[^）)】\]。；]+)[）)】\]]?"
)


def deeds(piece: Piece, *, works: bool = True) -> list[Deed]:
    """Read a paragraph sentence by sentence. `works`: what it lists are works (重点项目), not tasks."""
    lead = lead_of(piece.text)
    found: list[Deed] = []
    for sentence in sentences(without_lead(piece)):
        found.extend(_of_sentence(sentence, works))
    return [replace(deed, lead=lead) for deed in found] if lead else found


def lead_of(text: str) -> str:
    """Give the department that the text names as responsible (牵头单位：…), or nothing."""
    found = _LEAD.search(text)
    return found.group("lead").strip() if found else ""


def without_lead(piece: Piece) -> Piece:
    """Cut off the department behind a paragraph."""
    found = _LEAD.search(piece.text)
    return piece.cut(0, found.start()) if found else piece


def _of_sentence(sentence: Piece, works: bool) -> list[Deed]:
    found: list[Deed] = []
    verbs = Opening()
    for clause in _clauses_of(sentence):
        if _MEASURE.match(clause.text) and found:
            found[-1] = _described(found[-1], clause)
            continue
        if _ASIDE.match(clause.text):
            if found and found[-1].content:
                found[-1] = _described(found[-1], clause)
            continue
        now = opening(clause.text)
        if found and now.length and _AIM.match(clause.text):
            continue
        if now.length:
            verbs = now
        found.extend(_of_clause(clause, now, verbs, works))
    return found


def _clauses_of(sentence: Piece) -> list[Piece]:
    """Cut at ，, but leave a list together that a comma interrupts."""
    return clauses(sentence)


def _described(deed: Deed, clause: Piece) -> Deed:
    start = deed.content[0] if deed.content else clause.start
    return replace(
        deed,
        member=replace(deed.member, end=clause.end),
        content=(start, clause.end),
    )


def _of_clause(clause: Piece, now: Opening, verbs: Opening, works: bool) -> list[Deed]:
    rest = clause.cut(now.length)
    if including := _INCLUDING.match(rest.text):
        rest = rest.cut(including.end())
    if some := _SOME.match(rest.text):
        rest = rest.cut(some.end())
    close = ending(rest.text, verbs.deed)
    named = rest.cut(0, close.end)
    if not named or len(named.text) < 2:
        return []
    if not works and now.length and _is_soft(named.text):
        return [_task(clause, now, named)]
    listed = members(items(named), opened=bool(now.length))
    if close.others and listed:
        listed[-1] = replace(listed[-1], end=rest.start + close.end)
    return [_deed(member, clause, verbs, close, works) for member in listed]


def _is_soft(named: str) -> bool:
    return bool(_KEEPS_VERB.search(named))


def _task(clause: Piece, now: Opening, named: Piece) -> Deed:
    """A deed that is said with its verb (提升…能力): the adverbs before the verb come off."""
    start = now.deed_at + clause.start
    return Deed(
        Member(((start, named.end),), start, named.end, "a deed with its verb", 0.5), "task"
    )


def _deed(member: Member, clause: Piece, verbs: Opening, close: Ending, works: bool) -> Deed:
    words = "".join(clause.text[a - clause.start : b - clause.start] for a, b in member.name)
    kind: Kind = "project"
    sure = member.sure
    if not thing(words):
        if not works and not (act(words) and placed(words)):
            kind, sure = "task", min(sure, 0.6)
        elif not act(words):
            sure = min(sure, 0.75)
    count = close.count if verbs.deed and False else 0
    if quantity := _QUANTITY.search(words):
        value = quantity.group("count")
        count = int(value) if value.isdigit() and quantity.group("unit") != "公里" else count
    stage = "、".join(filter(None, [close.stage])) or verbs.stage
    return Deed(replace(member, sure=sure), kind, stage, verbs.nature, count)


def described_by(text: str) -> bool:
    """Tell whether words describe one work: areas, storeys, lines of production, phases."""
    return bool(_DESCRIBES.search(veil(text)))


_DESCRIBES = re.compile(
    r"占地|建筑面积|平方米|总投资|投资额|首期|一期(?:建设|主要|规划|为)|二期(?:建设|主要|规划|为|聚焦)|分[二两三四]期|主要建设|配套建设|建设规模|生产线[一二三四五\d]|厂房|办公楼|宿舍|床位|车间|购置|项目(?:包含|包括|将|建成|空间)|集[^，。]{2,30}于?一体|产能|达产"
)
