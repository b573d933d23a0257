"""Lists of works outside boxes: numbered items, items behind dashes, headed lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plans.reader.deeds import Deed, deeds, without_lead
from plans.reader.facts import facts_in, offices_in
from plans.reader.heads import names_itself
from plans.reader.lists import Piece, clauses, items, sentences
from plans.reader.members import members
from plans.reader.model import Document, Folded, FoundCommitment, Paragraph
from plans.reader.names import act, opening, placed, thing
from plans.reader.parts import parts
from plans.reader.shared import closes
from plans.reader.writing import Found, Place, of_deed, write

_NUMBER = re.compile(
    r"\s*(?:\d{1,3}[.．、。)）](?!\d)|[（(]\d{1,3}[）)]|[①-⑳]|(?:——|—|一(?=[一-龥]{2}(?:地区|省|市|县|部))|[·●■◆▶○★•-])\s*)\s*"
)
_INLINE = (
    re.compile(r"[（(](\d{1,3})[）)]"),
    re.compile(r"(?<![\d.第年])(\d{1,2})[.．、](?![\d、])"),
    re.compile(r"([①-⑳])"),
)
# What announces a list of works: the heading above it, or the sentence before it.
_ANNOUNCES = re.compile(
    r"(?:重大|重点|标志性|十大|实事|主要|骨干|储备|新开工|续建|在建|谋划)[^，。]{0,12}(?:项目|工程|任务|实事|建设)|项目(?:表|清单|安排|库|名单|计划)|(?:工程|项目)(?:分别)?(?:是|为|如下|包括)|实事(?:项目)?|[十\d]+(?:件|项|大)[^，。]{0,6}(?:实事|工程|项目)|民生(?:工程|项目)|工作目标|重点工作"
)
_WHOLE = re.compile(r"[十\d]+(?:件|项|大)[^，。]{0,6}实事|民生实事")
_LABEL = re.compile(
    r"(?:[【〔\[])?(?:重点|重大|标志性|主要|骨干|储备|续建|新建|在建|谋划)(?:建设)?(?:项目|工程|工程项目)(?:清单|名单)?(?:[】〕\]])?(?:包括|有)?："
)
_HEADED = re.compile(r"(?P<head>[^，。；：、]{2,18})：(?=.{6})")
_SAYS = re.compile(r"记者|报道|表示|指出|办好|如下|公布|发布|征集|投票")
_MONEY_OR_TIME = re.compile(r"投资|资金|年产|续建|20\d\d年|完工|竣工|责任|牵头|配合")
_FIELD = re.compile(
    r"(?P<field>[一-龥]{2,6}(?:项目|工程|方面|领域|类|业|建设)?)(?P<mark>[：。])(?=.{4})"
)
_DESCRIPTION = re.compile(r"总投资|投资|占地|建筑面积|全长|单位|用地|规模|建设|改造|新建|计划|年限")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its words with the way back, and the heading above it."""

    folded: Folded
    section: str
    group: str
    announced: bool
    strict: bool = False
    prose: bool = False


def enumerations(document: Document) -> Iterator[FoundCommitment]:
    """Read the lists of works outside boxes, paragraph by paragraph."""
    announced = _announced(document)
    above = ""
    for paragraph in document.paragraphs:
        if paragraph.box or paragraph.kind == "row":
            continue
        text = paragraph.folded.text
        if paragraph.kind == "heading":
            above = text
            continue
        here = announced or bool(_ANNOUNCES.search(above))
        for item in _items_of(paragraph, announced=here, whole=announced):
            yield from _rows(document, item)
        if not _NUMBER.match(text):
            above = text if _ANNOUNCES.search(text) else above


def _announced(document: Document) -> bool:
    """Tell whether the document as a whole is a list of works: by its title or its first lines."""
    first = [p.folded.text for p in document.paragraphs[:3] if p.kind == "body"]
    return any(_WHOLE.search(text) for text in (document.title, *first) if len(text) < 60)


def _items_of(paragraph: Paragraph, *, announced: bool, whole: bool) -> Iterator[Item]:
    folded = paragraph.folded
    inline = _in_one_line(folded.text)
    if inline:
        for begin, end in inline:
            yield Item(folded.cut(begin, end), paragraph.section, "", announced=True)
        return
    if mark := _NUMBER.match(folded.text):
        # Behind a bullet a long paragraph is prose, unless a field or a work heads it.
        prose = len(folded.text) > 80 and not re.search(r"\d|[①-⑳]", mark.group())
        item = folded.cut(mark.end(), len(folded.text))
        yield Item(item, paragraph.section, "", announced, strict=prose, prose=prose)
        return
    cut = folded.cut
    if label := _LABEL.match(folded.text):
        yield Item(cut(label.end(), len(folded.text)), paragraph.section, "", announced=True)
    elif (head := _HEADED.match(folded.text)) and announced and not _speaks(head["head"]):
        body = cut(head.end(), len(folded.text))
        yield Item(body, paragraph.section, head["head"], announced, strict=True)
    elif whole and len(folded.text) > 24 and not _SAYS.search(folded.text):
        yield Item(folded, paragraph.section, "", announced)


def _speaks(head: str) -> bool:
    return bool(
        re.search(
            r"栏目|发布|指出|表示|介绍|单位|来源|时间|记者|部门|要求|强调|目标|任务$|日$|如下|方面$|说$|委$|局$|社$|网$|府$|\d{4}年",
            head,
        )
    )


def _in_one_line(text: str) -> list[tuple[int, int]]:
    """Find (1)…，(2)…，(3)… within a paragraph; nothing when the numbers jump."""
    for form in _INLINE:
        run: list[re.Match[str]] = []
        for mark in form.finditer(text):
            if _ordinal(mark.group(1)) == len(run) + 1:
                run.append(mark)
        announced = bool(run) and bool(_ANNOUNCES.search(text[: run[0].start()]))
        if len(run) >= 3 or (run and announced and form is _INLINE[0]):
            ends = [mark.start() for mark in run[1:]]
            last = re.compile("[。；]").search(text, run[-1].end())
            ends.append(last.start() if last and form is _INLINE[0] else len(text))
            return [(mark.end(), end) for mark, end in zip(run, ends, strict=True)]
    return []


def _ordinal(mark: str) -> int:
    return int(mark) if mark.isdigit() and mark.isascii() else ord(mark) - ord("①") + 1


def _rows(document: Document, item: Item) -> Iterator[FoundCommitment]:
    text = item.folded.text
    offices = dict(offices_in(text))
    place = Place(document, None, item.group, item.section)
    body = without_lead(Piece(text.rstrip("，。；、 "), 0))
    place, body = _below_its_field(place, body)
    told = sentences(body)
    if not told:
        return
    named = _named_work(told, announced=item.announced)
    if named is not None:
        for found in named:
            yield write(place, item.folded, found, {**_told(told, found, len(named)), **offices})
        return
    if (not item.announced and not offices) or (item.prose and not place.group):
        return
    for part in parts(body):
        parent = ""
        if part.head is not None:
            span = (part.head.start, part.head.end)
            row = write(
                place,
                item.folded,
                Found((span,), *span, "programme", "programme within", 0.8),
                offices,
            )
            parent = row.name
            yield row
        for deed in _worth(deeds(part.body, works=True), text, strict=item.strict):
            yield write(place, item.folded, of_deed(deed, parent), offices)


def _below_its_field(place: Place, body: Piece) -> tuple[Place, Piece]:
    """Take a field before a list for its group: 铁路工程：新建甲铁路、… and 水利项目。推进…."""
    field = _FIELD.match(body.text)
    if field is None or placed(field["field"]):
        return place, body
    rest = body.cut(field.end())
    listed = "、" in rest.text[:40] or opening(rest.text).length
    if not listed or (field["mark"] == "。" and not opening(rest.text).length):
        return place, body
    return replace(place, group=field["field"]), rest


def _worth(found: Sequence[Deed], text: str, *, strict: bool) -> Iterator[Deed]:
    for deed in found:
        words = deed.member.words(text)
        if deed.kind == "task" and re.match("提升|提高|增强|扩大|完善|强化|加强", words):
            continue
        if deed.kind == "project" and not (
            closes(words) or names_itself(words) or deed.stage or len(found) == 1
        ):
            continue
        shared = deed.member.why != "list" and deed.kind == "project" and deed.member.sure > 0.8
        if strict and not shared and not names_itself(words):
            continue
        if sum(b - a for a, b in deed.member.name) > 2:
            yield deed


def _named_work(told: list[Piece], *, announced: bool) -> list[Found] | None:
    """Read 「X项目。总投资…，责任单位：…」: the first sentence names the work."""
    first = told[0]
    own, *more = clauses(first)
    rest = _rest(told)
    if opening(own.text).length or not (announced or _DESCRIPTION.search(rest)):
        return None
    if more and not _describes_only(more):
        return None
    listed = members(items(own))
    words = [member.words_in(own) for member in listed]
    if not all(thing(word) or act(word) for word in words):
        return None
    return [
        Found(
            member.name, member.start, member.end, "project", "item of a list",
            min(member.sure, 0.93),
        )
        for member in listed
    ]  # fmt: skip


def _rest(told: list[Piece]) -> str:
    """What a numbered item says behind the name."""
    return "，".join([piece.text for sentence in told for piece in clauses(sentence)][1:])


def _told(told: list[Piece], found: Found, several: int) -> dict[str, Any]:
    """Give the facts of the sentences behind the name of one work."""
    behind = [piece.text for sentence in told for piece in clauses(sentence)][1:]
    if several > 1 or not behind:
        return {}
    name = told[0].text.split("，")[0]
    facts = facts_in(name, remark="，" + "，".join(behind))
    content = "，".join(words for words in behind if not _MONEY_OR_TIME.search(words))
    return {**facts, "content": content} if content else facts


def _describes_only(more: Sequence[Piece]) -> bool:
    return bool(
        re.match(
            r"全长|总投资|投资|占地|建筑面积|规模|位于|建设|总|计划|其中|装机|年产", more[0].text
        )
    )
