"""The undertakings that running prose names: a railway, a reservoir, a park with its own name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.reader.deeds import Deed, deeds
from plans.reader.facts import nature_in
from plans.reader.forms import AMOUNT
from plans.reader.gazetteer import Gazetteer, level_of
from plans.reader.lists import Piece, clauses, sentences
from plans.reader.members import is_strong
from plans.reader.model import Document, FoundCommitment, Paragraph, Section
from plans.reader.names import opening, thing
from plans.reader.naming import WATERS, is_work, naming, sureness
from plans.reader.regions import regions_in
from plans.reader.shared import Member
from plans.reader.trimming import trimmed
from plans.reader.writing import Found, Place, write

Span = tuple[int, int]

# Chapters that look back or set aims promise no work of their own.
_LOOKS_BACK = re.compile(
    r"^(?:.{0,6}(?:发展|合作|规划|工作|现有|建设|现实)?(?:基础|成就|成效|现状|概况|概述|背景|形势|环境)(?:和.{0,6})?|.{0,12}(?:回顾|机遇|挑战|短板|问题))$"
    r"|^发展环境|面临的|前言|序言|指导思想|基本原则|发展原则|(?:发展|主要|总体|规划|具体|远景)目标|^目标|指标|展望|环境影响"
    r"|发展思路|发展路线|发展定位|^到20\d\d年|党的(?:全面)?领导|重点合作区域|组织领导"
)
_PAST = re.compile(
    r"[“\"]?十[二三]五[”\"]?(?:时期|期间|以来)|五年来|近年来|过去|累计|顺利(?!推进|实施|完工|建成)|已经|业已|相继|先后|圆满|荣获|跻身|新增了|增长[了到]?\d|新建成|里程突破"
    r"|(?:已|均已)(?:建成|完成|开工|投产|投入|通车|成为|形成|实现|获)|建成了|完成了|成功(?:举办|创建|入选)|位于|地处|毗邻"
)
# Growth that is hoped for has not been reached yet.
_HOPED = re.compile(r"(?:力争|确保|预计|预期|争取|年均)[^，。；]{0,30}增长[^，。；]*")
_DOING = re.compile(
    r"推进|推动|加快|建设|新建|改建|扩建|实施|打造|启动|谋划|规划|研究|完成|建成|贯通|打通|争取|建立|组建|共建|设立|创建|申报|申建|开工|续建|改造|布局"
    r"|开展|抓好|建好|办好|筹建|重启|提升|完善|做好|构建|开通|迁建|修建|兴建|整合|培育|配套|修复|治理|支持|加强|加大|共创|加密|安排|力争|力促|提速|加速|确保|包括(?:$|.*等[^，。]{0,10}(?:项目|工程))"
)
# A clause that promises no one thing but some of a kind, or leans on what there is.
_SOME = re.compile(
    r"一批|一系列|若干|各类|各县|各地|每个|有条件|鼓励|引导|吸引|面向|对接|融入|借鉴|支持(?!建设|创建|打造|推进|加快|实施|开展|研究|规划|开工|新建|做好)|联合|围绕|依托|利用|发挥|培育|推广|学习|加强与|参与"
)
# A clause about working together with somebody else's institutions.
_WITH_OTHERS = re.compile(
    r"(?:加强|深化|推动|推进|开展|支持)?与[^，]{2,60}(?:的)?(?:产业|业务|战略|全面|深度|务实|人才)?(?:合作|对接|协作|交流|互动|互通|结对)(?:交流)?$"
    r"|[园校院所](?:区)?(?:产业)?(?:对接|合作)$"
)
_LISTED_COUNTIES = re.compile(r"、.*(?:县|市|区|旗)(?:（[^（）]*）)?(?:为重点|为主)?$")
# The end of a list that calls its members projects, and such an end within a clause.
_PROJECTS = re.compile(
    r"等(?:\d+[个项])?[^，。、；等]{0,12}(?:项目|工程|科技基础设施|科学装置)(?:建设|前期工作|前期|(?:加快|尽快|早日|如期)?(?:开工|竣工|投产|建成|落地|达产|投用|推进|达效|实施)*)$"
)
_LIST_ENDS = re.compile(
    r"(?P<list>[^，。；]{6,}?等(?:\d+[个项])?[^，。、；等（）“”]{0,10}(?:项目|工程)(?:建设)?)(?P<joint>和|及|以及)(?=[^，。；]{6,})"
)
_BUILT_ENDS = re.compile(
    r"(?P<list>[^，。；、]{4,}建设)(?P<joint>以及|和|及)(?=[^，。；、]{2,12}、[^，。；]{4,})"
)
_COUNTED_ENDS = re.compile(
    r"(?P<list>、[^，。；、]{2,8}[两三四五六七八九十][个大座条][^，。；、和及与]{2,12})(?P<joint>和|及|以及)(?=[^，。；、]{2,10}、)"
)
_OTHER_ENDS = re.compile(
    r"(?P<list>、[^，。；、和及]{2,10}(?:机场|铁路|高铁|公路|高速|水库|电站|水厂|港区|码头|园区|大桥|医院|学校|中学|小学|中心|基地|片区|通道|公园))(?P<joint>以及|和)(?=[^，。；、]{2,10}、[^，。；]{3,})"
)
# Care for what there is builds nothing (加强…保护).
_CARE = re.compile(r"(?:加强|强化|深化|巩固|严守|(?<!建设)完善)$")
# Places that are to be talked of, or joined to others.
_RANKED = re.compile(
    r"等[^，。、]{0,10}(?:打卡地|名片|品牌|高地|目的地|节点城市|精品)$|与[^，]{4,}(?:合作|对接|协作|交流)平台(?:建设)?$"
)
# What will become of the works that a clause begins with (甲、乙等项目年内开工).
_WILL = re.compile(
    r"(?<=.{4})(?:(?:前期工作|建设|“[^”]{1,6}”前|\d{1,2}月底?前?)?(?:将|要|争取|力争|确保|计划|有望|今年|年内|年底|上半年|下半年|\d{1,2}月)[^，。；、]{0,10}?)"
    r"(?:加快推进|加速推进|推进|提速|开工建设|开工|建成投用|建成通车|通车运营|通车|建成|竣工|完工|投用|投产|投入使用|封顶|贯通|“[轨洞]通”|开放|启动|完成改造)$"
    r"|(?<=项目)(?:提速|加速|滚动实施|全面提速)$"
)
_INCLUDING = re.compile("(?:主要|重点|具体)?包括")
_ENDS = (_LIST_ENDS, _COUNTED_ENDS, _OTHER_ENDS, _BUILT_ENDS)
_PACKAGE = re.compile(
    r"(?:新建|新改建|新改扩建|改扩建|建成|建设|实施|改造|完成|创建|开工建设|打造|、)(?P<noun>[一-龥“”A-Z0-9+]{2,16}?)\d[\d.]*万?(?:个|处|座|所|条|家|公里|亩|套)(?=[，、。；]|$)"
)
_COUNTABLE = re.compile("(?:项目|农田|村|服务点|泊位|厕所|农村公路|淤地坝|改造|工程)$")
# Works that are to be taken into somebody's plan (争取将甲铁路、乙铁路纳入国家规划).
_TAKEN_IN = re.compile(
    r"(?:积极|全力|努力)?(?:争取|推动|推进|力争|促进)(?:将|把)?(?P<works>[^，]{4,}?)(?:纳入|列入)[^，]{2,20}$"
)
# A firm's own work that is only helped on (支持甲公司乙项目达产达效).
_HELPED = re.compile(
    r"^(?:支持|引导|鼓励)[^，]{6,}(?:项目|基地|工程)(?:加快|尽快|早日)?(?:建设|达产达效|达产|投产|竣工|开工|落地|扩能)+$"
)
# A work that a sentence leans on: 以建设黄河文明遗址公园为牵引.
_LEANING = re.compile(
    r"以(?P<deed>建设|创建)?(?P<name>[^，。；、为]{4,24}?)(?P<done>建设)?(?:、(?P<more>[^，。；、为]{4,24}?)(?:建设)?)?为(?:牵引|抓手|突破口|重点|先行示范|示范|载体|支撑|龙头|引领)"
)


def in_prose(
    document: Document,
    besides: Sequence[FoundCommitment] = (),
    *,
    gazetteer: Gazetteer | None = None,
) -> list[FoundCommitment]:
    """Find the undertakings that paragraphs outside boxes and tables name, in the text's order.

    Kept is what has a doing verb before it, ends like a work or a deed on one, and bears a name
    of its own or a place; what stands in one list with such a work is kept with less confidence.
    Looking back, aims, policies and companies are left out, and so are the paragraphs that the
    rows `besides` were read from.
    """
    names = gazetteer or Gazetteer.standard()
    taken = _Taken(besides)
    found: list[FoundCommitment] = []
    for paragraph in _prose(document):
        if taken.touches(paragraph):
            continue
        for sentence in sentences(Piece(paragraph.folded.text, 0)):
            promises = _DOING.search(sentence.text) or _WILL.search(sentence.text)
            if promises and not _PAST.search(_HOPED.sub("", sentence.text)):
                found.extend(_rows(document, paragraph, sentence, names))
    return found


class _Taken:
    """The stretches of a text that rows quote already."""

    def __init__(self, rows: Sequence[FoundCommitment]) -> None:
        self._spans = sorted((row.start, row.end) for row in rows)

    def touches(self, paragraph: Paragraph) -> bool:
        """Tell whether one of the stretches lies in a paragraph: it has been read as a list."""
        at = bisect_left(self._spans, (paragraph.folded.start, 0))
        return at < len(self._spans) and self._spans[at][0] < paragraph.folded.end


def _prose(document: Document) -> Iterator[Paragraph]:
    by_key = {section.key: section for section in document.sections}
    for paragraph in document.paragraphs:
        if paragraph.kind != "body" or paragraph.box:
            continue
        if not any(_LOOKS_BACK.search(s.title) for s in _lineage(by_key, paragraph.section)):
            yield paragraph


def _lineage(by_key: dict[str, Section], key: str) -> Iterator[Section]:
    """Give a section and those around it."""
    while key in by_key:
        yield by_key[key]
        key = by_key[key].parent


def _rows(
    document: Document, paragraph: Paragraph, sentence: Piece, names: Gazetteer
) -> Iterator[FoundCommitment]:
    sentence, relisted = _relisted(sentence)
    read = deeds(sentence)
    promised = listing = False
    quoted: list[Deed] = []
    for clause in clauses(sentence):
        own = _works_of(clause, read, paragraph.folded.text, names)
        lead = clause.text[: own[0].member.start - clause.start] if own else clause.text
        again = lead in ("以及", "及", "和", "同时")
        lead = "" if again else lead
        listing = listing or again or lead.endswith("包括") or clause.start in relisted
        will = _what_will_be(clause) is not None
        listing = listing or will or _is_open(clause.text)
        doing = _DOING.search(lead) is not None or (will and not lead)
        promised = promised or doing
        if not promised or (lead and not doing) or _builds_nothing(clause, lead):
            continue
        # Without a verb of its own a clause is promised by the one before it, in its first work.
        held = None if lead or listing else 1
        counted = _counted(clause)
        own = [deed for deed in own if all(_apart(deed, one) for one in counted)]
        for one in counted:
            yield _row(document, paragraph, sentence, one, one.member.sure)
        for deed, sure in _sure(own, clause, lead, paragraph.folded.text, names):
            if held is None or deed.member is own[0].member:
                quoted.append(deed)
                yield _row(document, paragraph, sentence, deed, sure)
    for deed in _leaned_on(sentence, names):
        if all(_apart(deed, other) for other in quoted):
            yield _row(document, paragraph, sentence, deed, deed.member.sure)


def _is_open(clause: str) -> bool:
    """Tell whether a clause without a verb is the rest of a list (…，甲、乙等项目建设)."""
    return "、" in clause and bool(_PROJECTS.search(clause) or clause.endswith("建设"))


def _what_will_be(clause: Piece) -> re.Match[str] | None:
    """Find what a clause says will become of the works that it begins with."""
    return None if opening(clause.text).length else _WILL.search(clause.text)


def _works_of(clause: Piece, read: Sequence[Deed], text: str, names: Gazetteer) -> list[Deed]:
    own = [deed for deed in read if clause.start <= deed.member.start < clause.end]
    if taken := _TAKEN_IN.match(clause.text):
        own = deeds(clause.cut(taken.start("works"), taken.end("works")))
    elif will := _what_will_be(clause):
        own = deeds(clause.cut(0, will.start()))
    elif not own and _INCLUDING.match(clause.text):
        own = deeds(clause)
    return trimmed(own, text, names)


def _builds_nothing(clause: Piece, lead: str) -> bool:
    """Tell whether a clause only cares for what there is, works with others, or gives a rank."""
    if _CARE.search(lead) and not clause.text.endswith("建设"):
        return True
    return bool(_WITH_OTHERS.search(clause.text) or _RANKED.search(clause.text))


def _sure(
    own: Sequence[Deed], clause: Piece, lead: str, text: str, names: Gazetteer
) -> Iterator[tuple[Deed, float]]:
    """Give the works of a clause that has promised them, each with how sure it is."""
    marks = _of_one_tail(own, [naming(deed.member.words(text), names) for deed in own])
    vague = bool(_SOME.search(lead)) and not _HELPED.search(clause.text)
    mostly = 2 * marks.count(2) >= len(marks)
    named = max(marks, default=0) > 0 and 2 * (len(marks) - marks.count(0)) >= len(marks)
    projects = named and _PROJECTS.search(clause.text) is not None
    for deed, mark in zip(own, marks, strict=True):
        name = deed.member.words(text)
        if _is_no_one_work(deed, name, clause):
            continue
        told = mark or (0 if mostly or projects else -1)
        if sure := sureness(name, told, vague=vague, listed=projects):
            nature = nature_in(name) or deed.nature or _built_how(lead)
            yield replace(deed, nature=nature), sure


def _is_no_one_work(deed: Deed, name: str, clause: Piece) -> bool:
    """Tell whether a name is that of a river that nobody dams, or of several things at once."""
    if WATERS.match(name) and not re.search("治理|整治|疏浚", clause.text[:20]):
        return True
    several = deed.member.why.endswith("of several parts")
    return several and not (is_strong(name) and AMOUNT.search(name) is not None)


def _of_one_tail(own: Sequence[Deed], marks: Sequence[int]) -> list[int]:
    """Take each work of a list with one tail for named as most of them are."""
    tails: dict[Span, list[int]] = {}
    for deed, mark in zip(own, marks, strict=True):
        if len(deed.member.name) > 1:
            tails.setdefault(deed.member.name[-1], []).append(mark)
    best = {
        tail: max(own) for tail, own in tails.items() if 2 * (len(own) - own.count(0)) >= len(own)
    }
    return [
        max(mark, best.get(deed.member.name[-1], mark)) if len(deed.member.name) > 1 else mark
        for deed, mark in zip(own, marks, strict=True)
    ]


def _relisted(sentence: Piece) -> tuple[Piece, frozenset[int]]:
    """Part 「甲、乙等工业项目和丙、丁等民生项目」 before the second list; say where it begins."""
    text, begins = sentence.text, []
    for end in (found for mark in _ENDS for found in mark.finditer(sentence.text)):
        text = text[: end.end("list")] + "，" * len(end["joint"]) + text[end.end() :]
        begins.append(sentence.start + end.end())
    return Piece(text, sentence.start), frozenset(begins)


def _counted(clause: Piece) -> list[Deed]:
    """Read the packages that a clause only counts (新建口袋公园8个、停车场5处)."""
    found = []
    for one in _PACKAGE.finditer(clause.text):
        noun = one["noun"]
        if (
            not (thing(noun) or _COUNTABLE.search(noun))
            or "等" in noun
            or re.match("[和及各一]", noun)
        ):
            continue
        start, end = clause.start + one.start("noun"), clause.start + one.end()
        member = Member(((start, end),), start, end, "counted", 0.45)
        found.append(Deed(member, "programme", nature=_built_how(one.group())))
    return found


def _apart(deed: Deed, other: Deed) -> bool:
    """Tell whether two works quote different words."""
    return deed.member.end <= other.member.start or other.member.end <= deed.member.start


def _built_how(lead: str) -> str:
    """Give the last word before a list that says how its works are built (新建, 扩建)."""
    told = re.findall("改扩建|新建|扩建|改建|迁建|重建", lead)
    return told[-1] if told else ""


def _leaned_on(sentence: Piece, names: Gazetteer) -> Iterator[Deed]:
    """Find the works that a sentence builds on (以建设…为牵引)."""
    for leaning in _LEANING.finditer(sentence.text):
        if not (leaning.group("deed") or leaning.group("done")):
            continue
        for group in ("name", "more"):
            name = (leaning.group(group) or "").split("等")[0]
            if not is_work(name) or naming(name, names) < 2 or not sureness(name, 2, vague=False):
                continue
            start = sentence.start + leaning.start(group)
            span = (start, start + len(name))
            yield Deed(Member((span,), *span, "leaned on", 0.45))


def _row(
    document: Document, paragraph: Paragraph, sentence: Piece, deed: Deed, sure: float
) -> FoundCommitment:
    member = deed.member
    found = Found(
        member.name, member.start, member.end, deed.kind,
        f"named in prose: {member.why}", min(sure, member.sure),
        stage=deed.stage, nature=deed.nature,
    )  # fmt: skip
    row = write(Place(document, None, "", paragraph.section), paragraph.folded, found)
    name = member.words(paragraph.folded.text)
    regions = regions_in(name, document.home, context=sentence.text)
    return replace(row, regions=regions or _where(sentence, member.start, document.home))


def _where(sentence: Piece, at: int, home: str) -> tuple[str, ...]:
    """Give where a sentence puts its works: the counties listed before them, or its subject.

    「以新绛、稷山等县（市）为重点，加强…」 「统筹安泽、古县4个县，打造…」 「闻喜县…，构建…」
    """
    before = sentence.text[: at - sentence.start].split("，")
    listed = before[-2] if len(before) > 1 else ""
    if _LISTED_COUNTIES.search(listed):
        return regions_in(listed, home)
    first = Gazetteer.standard().mentions(sentence.text[:8])[:1]
    if not first or first[0].start or level_of(first[0].codes[0]) != "county":
        return ()
    return regions_in(sentence.text[: first[0].end], home)
