"""What the heading of a paragraph is: a field, a programme that gathers works, or one work that the text describes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from plans.reader.deeds import Deed, described_by
from plans.reader.names import act, placed, thing


class Head(Enum):
    """How a heading and the words behind it belong together."""

    FIELD = "field"
    PROGRAMME = "programme"
    WORK = "work"
    TASK = "task"


_GATHERS = re.compile(r"(?:工程|行动|计划|体系)$")
_BUILT = re.compile(
    r"(?:建设|新建|改造|扩建|改扩建|升级|续建|示范|重点|重大|提升|综合|安全|一体化)*工程$|工程$"
)
_FIELD = re.compile(
    r"(?:重点|重大|类|库|示范|建设|攻关|产业|应用|平台|基建)项目$|(?:重点|重大)工程$|(?:设施|网|产业|集群|领域|方面|业|通道|信息|枢纽|集聚区)$"
)
_AIDED = re.compile(
    r"(?:提升|培育|引领|发展|共建|共享|融合|协同|治理|整治|保护|修复|改善|保障|服务|创建|惠民|推广|攻关|规范|绿化|打造|挖潜|活化|升级|一体化|防控|防治|引资|招商)(?:工程|行动|计划)$"
)
_MEANS = re.compile(r"(?:围绕|以|按照|通过|针对|积极|充分)")
_ENDED = re.compile(r"(?:项目|工程)(?:（[^）]*）)?$")
_NAMES_ITSELF = re.compile(r"[A-Z]\d{2,4}|[—–－-]|至|“|项目(?:（[^）]*）)?$|\d+(?:万|兆|千)")


def named(words: str) -> bool:
    """Tell whether a name says which work is meant: a place, a line, a company's or its own title."""
    return bool(_NAMES_ITSELF.search(words)) or placed(words)


def judge(
    title: str, body: str, found: Sequence[Deed], names: Sequence[str], *, colon: bool
) -> Head:
    """Tell what a heading is to the paragraph behind it."""
    if not body:
        return Head.WORK if thing(title) else Head.FIELD
    share = sum(map(named, names)) / len(names) if names else 0.0
    if names and not described_by(body) and not re.match("以|主要|围绕", body):
        ended = sum(bool(_ENDED.search(name)) for name in names) / len(names)
        share = max(share, ended if ended >= 0.6 else 0.0)
    if _GATHERS.search(title) and not _FIELD.search(title):
        return _of_programme(title, body, found, names, share)
    return _of_other(title, body, names, share, colon=colon)


def _of_programme(
    title: str, body: str, found: Sequence[Deed], names: Sequence[str], share: float
) -> Head:
    stem = re.sub(r"(?:建设|新建|改造|扩建|改扩建|开发|示范|升级)*(?:工程|行动|计划)$", "", title)
    listed = share >= 0.6 and not described_by(body)
    if placed(title) and not listed:
        return Head.WORK
    if thing(stem) and not _AIDED.search(title) and (described_by(body) or not share):
        return Head.WORK
    if not names or (_one_sentence(body) and _MEANS.match(body)):
        return Head.TASK
    return Head.PROGRAMME


def _one_sentence(body: str) -> bool:
    return not re.search("[。；]", body.rstrip("。；"))


def _of_other(title: str, body: str, names: Sequence[str], share: float, *, colon: bool) -> Head:
    gathered = re.match(r"(?:主要)?包括", body) and re.search(r"等\s?\d+个项目", body)
    listed = share >= 0.6 and not described_by(body)
    if placed(title) and (gathered or (listed and len(names) > 2)):
        return Head.PROGRAMME
    if (
        (colon or placed(title))
        and (thing(title) or act(title))
        and not listed
        and not _FIELD.search(title)
    ):
        return Head.WORK
    return Head.FIELD
