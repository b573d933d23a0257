"""Clauses of policy: what is to become better, stronger, greener, without a work to build."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.reader.gazetteer import Gazetteer
from plans.reader.heads import names_itself
from plans.reader.lists import Piece
from plans.reader.names import act, name_like, placed, thing
from plans.reader.naming import naming
from plans.reader.shared import Member

# With these a clause aims at something; what it names need not be a work.
_AIMS = re.compile(
    r"提升|提高|增强|优化|深化|促进|强化|加强|健全|完善|拓展|扩大|巩固|引导|支持|鼓励|推动|推进|加快|营造|改善|构建|建立|形成|落实|发展|壮大|探索|维护|实现|打造|培育"
)
# Ends of what is aimed at: states, relations, roles.
_AIMED = re.compile(
    r"(?:[高低智数网绿融协规标专优集精国现][一-龥]{1,2}化|一体化|多元化|均等化|规范化|便利化)(?:发展|水平|转型|升级)?$"
    r"|(?:融合|融合发展|协同发展|高质量发展|协同|健康发展|发展|布局|结构|环境|水平|能力|质量|效率|效能|覆盖|全覆盖|转型|监管|防护|防控|应用|部署|对话|交流|合作|对接|共享|互认|互通|流通|保障|供给|管理|服务|目的地|集聚地|策源地|先行区|高地|窗口|名片|格局|氛围|优势|政策|激励|秩序|关系|投入|导向|理念|合力|风貌|水平提高|市场|主体|企业)$"
)
_BETTERED = re.compile(r"完善|保障|提升|改善|支撑|健全|加强|补齐")
_COMMON_GOOD = re.compile(
    r"[^、]{0,12}(?:配套|基础|公共服务|服务|市政|公共)(?:设施|网络|平台|体系)(?:建设)?"
)
_TORN = re.compile(r"(?:化|性|水平|能力)$")
_SOFT = re.compile(r"(?:产品开发|试点|推广|研发|服务|应用|互认|招商|营销|攻关|得分)$")
_GATHERS = re.compile(r"(?:集群|产业|体系|品牌|项目|工程)(?:（[^）]*）)?$")

# 集观光、休闲于一体的 and 以健康、养生为一体的 only describe the noun behind them.
IN_ONE = re.compile(r"(?:[集融以]|[一-龥])[^。；]{2,60}?(?:于|为)一体的(?=[一-龥]{2,})")
# A clause that begins so tells what a work gives, as do the clauses without a verb after it.
OFFERS = re.compile(r"(?:[^，。；]{2,20}：)?(?:提供|具备|满足|用于|涵盖|功能(?:包括|有))")


def is_aim(name: str, deed: str) -> bool:
    """Tell whether a name behind a verb is an aim: no work, no place, no name of its own."""
    bettered = _BETTERED.search(deed) and _COMMON_GOOD.fullmatch(name)
    if not bettered and not (_AIMS.search(deed) and _AIMED.search(name)):
        return False
    return not (_is_own(name) or re.search(r"\d", name))


def is_torn(listed: Sequence[Member], clause: Piece, deed: str) -> bool:
    """Tell whether a list is one aim said of several things (高端化、智能化、绿色化发展)."""
    words = [member.words_in(clause) for member in listed]
    if any(_is_own(word) or thing(word) for word in words):
        return False
    if any(member.why == "shared head and tail" for member in listed):
        return False
    if _AIMS.search(deed) and all(_TORN.search(word) for word in words[:-1]):
        return True
    if any(_GATHERS.search(word) for word in words):
        return False
    if not all(member.why == "shared tail" for member in listed) or not _SOFT.search(words[-1]):
        return False
    return not any(_may_be_name(clause.text[m.start - clause.start :]) for m in listed)


def _may_be_name(words: str) -> bool:
    own = re.split("、|等", words, maxsplit=1)[0]
    return bool(re.match(r"\d", own)) or (
        name_like(own) and not Gazetteer.standard().is_word(own[:2])
    )


def whole_of(pieces: Sequence[Piece]) -> Member:
    """Give a list as the one thing that it says."""
    start, end = pieces[0].start, pieces[-1].end
    return Member(((start, end),), start, end, "one aim of several parts", 0.55)


def _is_own(name: str) -> bool:
    if names_itself(name) or placed(name):
        return True
    return (thing(name) or act(name)) and naming(name, Gazetteer.standard()) == 2
