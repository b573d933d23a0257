"""The sentences of a list or a box: which works they name, which deeds they promise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from plans.reader.aims import IN_ONE, OFFERS, is_aim, is_torn, whole_of
from plans.reader.lists import Piece, at_and, at_colon, clauses, full_sentences, items, sentences
from plans.reader.members import is_strong, members
from plans.reader.names import Ending, Opening, ending, opening, placed, thing
from plans.reader.shared import Member, Span, closes, sharing_carried_out, with_line_heads

Kind = Literal["programme", "project", "task"]


@dataclass(frozen=True, slots=True)
class Deed:
    """A member of a paragraph with what the words around it say: kind, stage, nature."""

    member: Member
    kind: Kind = "project"
    stage: str = ""
    nature: str = ""
    content: Span | None = None
    lead: str = ""
    parent: Member | None = None


# A clause that begins so tells where, how or why, and names nothing itself.
_ASIDE = re.compile(
    r"(?:以[^，]{1,40}为[^的，]{1,12}$|在(?=[^，建布]{2,30}(?:建设|新建|布局|设立|打造|规划建设|培育|引入|引进|开展|实施|推广))|围绕|依托|利用|充分结合|结合|面向|按照|根据|通过|针对|聚焦|立足|抢抓|充分发挥|充分利用|发挥|借助|借力|坚持|为|随着|到\d|至\d|同时$|力争到|在[^，]{2,40}(?:内|中|下|上|基础上|地区|方面|区域|领域)$"
    r"|对[^，]{2,40}$|着眼|紧扣|紧抓|汲取|遵循|参考|采用|采取|运用|首先|其次|即$)"
)
_WITHIN = re.compile(
    r"(?:(?:到|至)20\d\d年[底末前]?[^，\d]{0,2}?(?=建成|完成|新增|开工|新建|建设|实施)|(?:在|利用|依托|结合|围绕|面向|对|充分利用|充分发挥)[^，]{2,60}?)(?P<deed>建成|完成|新增|开工|规划布局|布局|规划建设|开工建设|建设|新建|打造|实施|建立|构建|开展|设立|启动|安装|推进|加快|培育|引进|引入|形成|组建)"
)
_GOES_ON = re.compile(
    r"对|该|项目(?:建成|主要|总)|(?:修复|建成|改造|完成)后|发展|开发|联合开发|主要|拟|补齐|包括"
)
# A clause that begins so gives a measure or an effect of the work before it.
_MEASURE = re.compile(
    r"(?:全长|总长|线路(?:全)?长|总里程|总投资|投资|计划投资|估算|概算|占地|总占地|用地|建筑面积|总建筑面积|建设规模|总规模|规模|总库容|库容|装机|年产|日处理|设计|设计速度|路基|双向|其中|计划\d|计划总|预计|项目总|项目建成|建成后|达产|(?:年内|当年|今年)(?!新|开工|建|完成|启动|实施|再|将)|目前|已|现已"
    r"|确保|达到|满足|带动|使|成为|覆盖|惠及|新增|累计|具备|可|能够|治理(?:河长|长度)|受益|将|有效|从而|进而|实现|缩短|涉及|拟选址|选址|位于|包含|责任单位|牵头单位|配合单位|建设单位|建设期|建设年限|工期|资金)"
)
_AIM = re.compile(
    r"(?:形成|提升|提高|增强|促进|推动形成|扩大|筑牢|优化|改善|解决|保障|带动|助力|拓展|补齐|壮大|健全完善|引领|服务|支撑|丰富|降低|减少|释放|激发|培育壮大|落实|强化)"
)
_INCLUDING = re.compile(
    r"(?:主要|其中|分别|具体|重点)?(?:包括|包含|涵盖|分别是|分别为|如下|主要有)(?:：)?"
)
_SOME = re.compile(r"(?:一批|一系列|若干|好|了)")
_KEEPS_VERB = re.compile(
    r"(?:能力|水平|(?:市场|创新|经营)主体|企业|出口|方式|模式|功能|产业|能源|技术|力度|投入|得分|供应|关系|联系|质量|效率|效益|意识|环境|秩序|优势|潜力|活力|竞争力|服务|活动|规模|比重|理念|氛围|资源|机遇|作用|要素|人才|\d[^一-龥]*(?:场|次|人|名|人次|家|户))$"
)
_QUANTITY = re.compile(
    r"(?P<count>\d[\d.]*)(?P<unit>万?公里|千米|万?个|条|座|处|家|所|套|台|辆|户|万套|万户|块|栋|亩|万亩|平方米|万平方米|场|批|件|对|人|名|盏|株)$"
)
_LEAD = re.compile(
    r"[（(【\[]?(?:牵头|责任|负责|实施|主办|主管|承办)(?:单位|部门|责任单位|领导)[：:](?P<lead>[^）)】\]。；]+)[）)】\]]?"
)


def deeds(piece: Piece, *, works: bool = True) -> list[Deed]:
    """Read a paragraph sentence by sentence. `works`: it lists works (重点项目), not tasks."""
    lead = lead_of(piece.text)
    found: list[Deed] = []
    for whole in full_sentences(without_lead(piece)):
        if described := _described_at_length(whole):
            found.append(described)
            continue
        for sentence in sentences(whole):
            told = _told_of_one(sentence)
            found.extend([told] if told else _of_sentence(sentence, works))
    found = [deed for deed in found if not _NOTHING.fullmatch(deed.member.words_in(piece))]
    return [replace(deed, lead=lead) for deed in found] if lead else found


def _described_at_length(sentence: Piece) -> Deed | None:
    """Read 「小流域治理，以梯田为核心，修建梯田17922公顷…；…」: one work, measured part by part."""
    parts = clauses(sentence)
    if len(parts) < 2:
        return None
    first, *rest = parts
    if "；" in first.text or opening(first.text).length or not closes(first.text):
        return None
    if "、" in first.text or len(first.text) > 30:
        return None
    begins = opening(rest[0].text).length or _ASIDE.match(rest[0].text)
    if not begins or len(_SIZES.findall(sentence.text)) < 2:
        return None
    member = Member(((first.start, first.end),), first.start, sentence.end, "described work", 0.75)
    return Deed(member, content=(rest[0].start, sentence.end))


def _told_of_one(sentence: Piece) -> Deed | None:
    """Read 「X工程：新建跑道1条，总投资58亿元」: one work, and what the sentence says of it."""
    sides = at_colon(sentence)
    if sides is None:
        return None
    name, content = sides
    if "、" in name.text or len(name.text) > 40 or opening(name.text).length or not content:
        return None
    if not closes(name.text) or not re.search(r"\d", content.text):
        return None
    member = Member(((name.start, name.end),), name.start, sentence.end, "described work", 0.85)
    return Deed(member, content=(content.start, content.end))


def lead_of(text: str) -> str:
    """Give the department that the text names as responsible (牵头单位：…), or nothing."""
    found = _LEAD.search(text)
    return found.group("lead").strip() if found else ""


def without_lead(piece: Piece) -> Piece:
    """Cut off the department behind a paragraph."""
    found = _LEAD.search(piece.text)
    return piece.cut(0, found.start()) if found else piece


_COUNTS_UP = re.compile(r"[一二三四五六七八九十]是|其[一二三四五]，|第[一二三四五六]，")


def _of_sentence(sentence: Piece, works: bool) -> list[Deed]:
    found: list[Deed] = []
    if counted := _COUNTS_UP.match(sentence.text):
        sentence = sentence.cut(counted.end())
    verbs = Opening()
    offering = False
    for clause in clauses(sentence):
        offering = bool(OFFERS.match(clause.text)) or (offering and not opening(clause.text).length)
        if offering:
            continue
        if found and (listed := _listed_under(found[-1], clause, verbs, works)):
            found[-1] = replace(found[-1], kind="programme")
            found.extend(listed)
            continue
        if found and _describes(clause, found[-1], verbs):
            if found[-1].member.why != "shared tail":
                found[-1] = _described(found[-1], clause)
            continue
        now = _verbs_of(clause)
        if now is None or (
            found and _AIM.match(clause.text) and (now.length or not closes(clause.text))
        ):
            continue
        verbs = now if now.length else verbs
        found.extend(_of_clause(clause, now, verbs, works))
    return _with_line_heads(found, sentence)


def _with_line_heads(found: list[Deed], sentence: Piece) -> list[Deed]:
    """Give 地铁 of 「地铁1号线北延，2号线东延」 to the lines of later clauses."""
    own = [Piece(sentence.text[: d.member.end - sentence.start], sentence.start) for d in found]
    own = [piece.cut(d.member.start - piece.start) for piece, d in zip(own, found, strict=True)]
    named = with_line_heads(own, [deed.member for deed in found])
    return [replace(deed, member=member) for deed, member in zip(found, named, strict=True)]


def _listed_under(head: Deed, clause: Piece, verbs: Opening, works: bool) -> list[Deed]:
    """Read 「X，包括甲、乙、丙」: the members of X, when they are works with names of their own."""
    including = _INCLUDING.match(clause.text)
    if including is None or head.kind == "programme":
        return []
    listed = _of_clause(clause, Opening(), verbs, works)
    words = [deed.member.words_in(clause) for deed in listed]
    own = sum(closes(word) and (placed(word) or is_strong(word)) for word in words)
    if len(listed) < 2 or own * 2 < len(listed):
        return []
    return [replace(deed, parent=head.member) for deed in listed]


def _describes(clause: Piece, before: Deed, verbs: Opening) -> bool:
    """Tell whether a clause only goes on about the work before it: its size, its parts, its aim."""
    if _MEASURE.match(clause.text) or (before.content and _ASIDE.match(clause.text)):
        return True
    ended = "、" not in clause.text[:1] and before.member.why == "list"
    return ended and bool(_GOES_ON.match(clause.text)) and not verbs.stage


def _verbs_of(clause: Piece) -> Opening | None:
    """Give the verbs of a clause; None when it only says where, how or why."""
    if _ASIDE.match(clause.text):
        inner = _WITHIN.match(clause.text)
        if inner is None or len(clause.text) - inner.end() < 4:
            return None
        own = opening(clause.text[inner.start("deed") :])
        return replace(
            own,
            length=inner.start("deed") + own.length,
            deed_at=inner.start("deed") + max(own.deed_at, 0),
        )
    if helped := _HELPED.match(clause.text):
        own = opening(clause.text[helped.end() :])
        at = helped.end()
        if own.length:
            return replace(own, length=at + own.length, deed_at=at + max(own.deed_at, 0))
    return opening(clause.text)


# Who is helped to do it comes before the deed: 支持龙头企业牵头组建联盟.
_HELPED = re.compile(
    r"(?:积极|大力)?(?:支持|鼓励|引导)[^，。；]{2,40}?(?:企业|高校|院校|院所|机构|单位|资本|力量|主体|组织|团队)(?:积极|联合|共同|合作|参与)*(?:牵头)?(?=组建|建设|搭建|设立|打造|建立|实施|开展)"
)


def _described(deed: Deed, clause: Piece) -> Deed:
    start = deed.content[0] if deed.content else clause.start
    return replace(
        deed,
        member=replace(deed.member, end=clause.end),
        content=(start, clause.end),
    )


def _of_clause(clause: Piece, now: Opening, verbs: Opening, works: bool) -> list[Deed]:
    rest = clause.cut(now.length)
    for lead in (_INCLUDING, _SOME, IN_ONE):
        if found := lead.match(rest.text):
            rest = rest.cut(found.end())
    close = ending(rest.text, verbs.deed)
    named = rest.cut(0, close.end)
    if len(named.text) < 2:
        return []
    pieces = _last_parted(items(named), close, opened=bool(now.length))
    soft = now.length and not named.text.startswith("以")
    if now.deed in _KEPT and not close.others:
        return [_task(clause, now, named)]
    if soft and _KEEPS_VERB.search(named.text) and len(pieces) < 4:
        return [_task(clause, now, named)]
    parts = _verbs_within(pieces)
    found_all: list[Deed] = []
    for verb, part in parts:
        said = verb or verbs
        listed = members(part, opened=bool(now.length or verb))
        if said.deed.endswith("实施"):
            listed = sharing_carried_out(part, listed)
        if len(listed) > 1 and is_torn(listed, clause, said.deed):
            listed = [whole_of(part)]
        if close.others and listed and part[-1].end == named.end:
            listed = _to_the_end(listed, rest, close)
        found_all.extend(_deed(member, clause, said, close, works) for member in listed)
    return found_all


def _last_parted(pieces: list[Piece], close: Ending, *, opened: bool) -> list[Piece]:
    """Part the last item of a closed list at its 和: 甲、乙和丙等项目."""
    if (
        not (close.others or opened)
        or len(pieces) < 2
        or (sides := at_and(pieces[-1], "和|以及|及")) is None
    ):
        return pieces
    if pieces[-1].text[sides[0].end - pieces[-1].start] == "及" and not all(
        thing(side.text) for side in sides
    ):
        return pieces
    if min(len(side.text) for side in sides) < 4 or "的" in sides[1].text:
        return pieces
    if not close.others and not (closes(sides[0].text) and _stands(sides[1].text)):
        return pieces
    strong = sum(is_strong(piece.text) for piece in pieces[:-1])
    if is_strong(sides[1].text) and not is_strong(sides[0].text) and strong:
        return pieces
    return [*pieces[:-1], *sides]


def _stands(words: str) -> bool:
    """Tell whether the words behind 和 are a work of their own, not only a second deed."""
    return thing(words) or (closes(words) and placed(words))


def _verbs_within(pieces: list[Piece]) -> list[tuple[Opening | None, list[Piece]]]:
    """Part a list where a verb stands before one of its later items (A、改建B、C)."""
    parts: list[tuple[Opening | None, list[Piece]]] = [(None, [])]
    for at, piece in enumerate(pieces):
        verb = opening(piece.text) if at else None
        if verb and _BUILDING.fullmatch(verb.deed) and len(piece.text) - verb.length >= 4:
            parts.append((verb, [piece.cut(verb.length)]))
        else:
            parts[-1][1].append(piece)
    return parts


def _to_the_end(listed: list[Member], rest: Piece, close: Ending) -> list[Member]:
    """Give all members the 项目 of 「等项目」 where many of them cannot stand without it."""
    words = [member.words_in(rest) for member in listed]
    bare = [not thing(word) if close.built else not closes(word) for word in words]
    if close.tail is None or len(listed) < 2 or sum(bare) * 2 < len(bare):
        return listed
    tail = (rest.start + close.tail[0], rest.start + close.tail[1])
    done = [
        replace(member, name=(*member.name, tail), why="shared tail", sure=min(member.sure, 0.8))
        if not (thing(word) and len(word) > 8)
        else member
        for member, word in zip(listed, words, strict=True)
    ]
    done[-1] = replace(done[-1], end=tail[1])
    return done


def _task(clause: Piece, now: Opening, named: Piece) -> Deed:
    """A deed that is said with its verb (提升…能力): the adverbs before the verb come off."""
    start = now.deed_at + clause.start
    return Deed(
        Member(((start, named.end),), start, named.end, "a deed with its verb", 0.5), "task"
    )


def _deed(member: Member, clause: Piece, verbs: Opening, close: Ending, works: bool) -> Deed:
    member, preparing = _without_preparing(member, clause)
    words = member.words_in(clause)
    kind: Kind = "project"
    sure = member.sure
    if is_aim(words, verbs.deed):
        return Deed(replace(member, sure=0.45), "task", close.stage or verbs.stage)
    listed = close.others and close.tail is not None
    if _IS_TASK.search(words) or (
        not (works or listed) and not thing(words) and not _PHYSICAL.search(words)
    ):
        kind, sure = "task", min(sure, 0.72)
    elif not closes(words):
        sure = min(sure, 0.75)
    if _COUNTS.match(words) or _QUANTITY.search(words):
        kind = "programme" if kind == "project" or _is_package(words) else kind
    return Deed(
        replace(_without_measures(member, clause), sure=sure),
        kind,
        preparing or close.stage or verbs.stage,
        verbs.nature,
    )


_PACKAGE = re.compile(
    r"(?P<noun>.{2,}?)\d+[座个处所家条]|\d+[座个处所家条](?P<counted>[^，]*(?:点|[站库场院校园馆桥]))"
)


def _is_package(words: str) -> bool:
    """Tell whether words count things to be built: 30个临时起降点, 储备库45座."""
    found = _PACKAGE.fullmatch(words)
    return bool(found and (found["counted"] or thing(found["noun"])))


_PREPARING = re.compile(r"的?(?P<stage>前期(?:工作|研究|论证)?)$")


def _without_preparing(member: Member, clause: Piece) -> tuple[Member, str]:
    """Take off a work that is only being prepared: 甲高铁前期, 5号线前期工作."""
    start, end = member.name[-1]
    found = _PREPARING.search(clause.text[start - clause.start : end - clause.start])
    if found is None or not found.start() or not thing(member.words_in(clause)[: -len(found[0])]):
        return member, ""
    name = (*member.name[:-1], (start, start + found.start()))
    return replace(member, name=name), found["stage"]


def _without_measures(member: Member, clause: Piece) -> Member:
    """Leave brackets that only measure the work out of its name: 龙眠水库（总库容1.85亿立方米）."""
    start, end = member.name[-1]
    measures = _MEASURES.search(clause.text[start - clause.start : end - clause.start])
    if measures is None or not measures.start():
        return member
    return replace(member, name=(*member.name[:-1], (start, start + measures.start())))


_MEASURES = re.compile(
    r"（(?:含|包括|包含)[^（）]*、[^（）]*）$|（(?:年产|年处理|年加工|日产|日处理|总投资|改善)[^（）]*\d[^（）]*）$|（[^（）]*?(?:\d[\d.]*(?:余|多)?[万亿千百]?(?:吨|公里|千米|米|元|座|个|平方|立方|亩|MW|兆瓦|千瓦|头|床|张|台|套|辆|级)|投资|库容)[^（）]*）$"
)
_SIZES = re.compile(r"\d[\d.]*(?:万|亿)?(?:公顷|亩|座|公里|千米|米|平方|立方|吨|套|处|所|户)")
_NOTHING = re.compile(
    r"\d*[个条座处所家项公里万吨亩%.]*|(?:年底|年内|年前|上半年|下半年)?(?:全线|全面|基本)?(?:建成|通车|竣工|完工|投产|投用|开工|投入使用)+|其他|有关|上述|项目|工程|任务"
)
_COUNTS = re.compile(r"\d+(?:个|座|条|处|所|家|项|口)(?!立交|站点)[^，]{2,20}$")
_KEPT = (
    "新增",
    "招聘",
    "推广",
    "开行",
    "淘汰",
    "发放",
    "关闭退出",
    "关停退出",
    "关闭",
    "关停",
    "退出",
)
_BUILDING = re.compile(
    r"建设|实施|打造|新建|改建|扩建|改扩建|续建|改造|迁建|推进|开工建设|改造提升|提升改造|升级改造"
    r"|启动|建成|完成|加快|启动建设|重启|规划建设"
)
_IS_TASK = re.compile(
    r"(?:产业|集群|品牌|机制|制度|技术|能力|大会|论坛|节|赛|行动|计划|标准|规划|活动|一体化|联盟|试点|培训|人才|合作|攻关|管控|普查|调查|评估|清单|目录|指数|工作|模式|办法|政策|方案|编制|对接|招商|衔接|互认|共享|路线|联合体|体系|产品|制剂|作品|》)$"
)
_PHYSICAL = re.compile(
    r"(?:建设|改造|治理|整治|修复|绿化|扩建|改扩建|迁建|新建|改建|重建|配套|加固|搬迁|改线|扩容|疏浚|清淤|恢复|供暖|覆盖|示范)(?:（[^）]*）)?$"
)
