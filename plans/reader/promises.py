"""From a document's boxes and lists to the commitments that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from plans.reader.deeds import Deed, deeds
from plans.reader.enumerations import enumerations
from plans.reader.gazetteer import Gazetteer
from plans.reader.heads import Head, is_deed, judge
from plans.reader.lists import Piece, at_colon
from plans.reader.model import Document, Folded, FoundCommitment, Level, Paragraph, Section
from plans.reader.names import opening
from plans.reader.naming import naming, sureness
from plans.reader.parts import Part, parts
from plans.reader.project_tables import project_tables
from plans.reader.sites import completed, holds_over
from plans.reader.writing import Found, Place, name_of, of_deed, without_years, write

_MARK = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十]+[，、]?|\d{1,2}[.、．）)]|[（(]\d{1,2}[）)]|[①-⑳]|\d{2}(?=[一-龥])|[—–-]{1,2}|[·●■◆▶□○★☆]+)\s*"
)
# Titles of boxes that say which way to go, not what to build.
_DIRECTIONS = re.compile(r"(?:路径|方向|思路|原则|定位)$")
_HEAD_END = re.compile(r"[。：:；，\s]+$")


@dataclass(slots=True)
class Entry:
    """A headed paragraph of a box, or one without a head: its heading and what stands below it."""

    group: str
    head: Folded | None
    section: str
    bodies: list[Folded] = field(default_factory=list)


def promises(document: Document) -> list[FoundCommitment]:
    """Read the boxes, the tables of projects and the numbered lists of a document."""
    found: list[FoundCommitment] = []
    inside: dict[str, list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        if paragraph.kind != "row":
            inside.setdefault(paragraph.box, []).append(paragraph)
    for box in document.sections:
        if box.kind == "box":
            rows = of_box(document, box, inside.get(box.key, []))
            found.extend(named(rows) if _DIRECTIONS.search(box.title) else rows)
    found.extend(project_tables(document))
    found.extend(enumerations(document))
    return sorted(found, key=lambda row: row.start)


def named(rows: Iterable[FoundCommitment]) -> Iterator[FoundCommitment]:
    """Give the works with a name of their own: of a box of directions, which lists no works."""
    names = Gazetteer.standard()
    for row in rows:
        sure = sureness(row.name, naming(row.name, names), vague=True)
        if sure and row.level == "project":
            yield replace(row, parent="", confidence=min(row.confidence, sure))


def of_box(
    document: Document, box: Section, paragraphs: Sequence[Paragraph]
) -> Iterator[FoundCommitment]:
    """Read one box, headed paragraph by headed paragraph."""
    works = "项目" in box.title or not re.search(r"工程|行动|任务", box.title)
    for entry in entries(paragraphs):
        yield from of_entry(Place(document, box, entry.group, entry.section), entry, works=works)


def entries(paragraphs: Sequence[Paragraph]) -> Iterator[Entry]:
    """Gather the paragraphs of a box under their headings; what a page breaks is joined."""
    entry, group = Entry("", None, ""), ""
    for paragraph in paragraphs:
        if paragraph.kind == "heading" or _HEADING.fullmatch(paragraph.folded.text):
            if entry.head or entry.bodies:
                yield entry
            if paragraph.kind == "heading" and paragraph.level <= 1:
                entry, group = Entry("", None, paragraph.section), ""
                continue
            title = title_of(paragraph.folded)
            group = title if paragraph.level in (0, 2) else group
            entry = Entry(group, paragraph.folded, paragraph.section)
        elif mark := _ITEM.match(paragraph.folded.text):
            if entry.bodies:
                yield entry
                entry = Entry(group, None, paragraph.section)
            yield _item(entry, paragraph, mark.end())
            entry = Entry(group, None, paragraph.section)
        elif entry.bodies and _runs_on(entry.bodies[-1].text):
            entry.bodies[-1] = entry.bodies[-1].joined(paragraph.folded)
        else:
            entry.section = entry.section or paragraph.section
            entry.bodies.append(paragraph.folded)
    if entry.head or entry.bodies:
        yield entry


# A heading by its mark, though no outline leads to it: 「（二）园区建设。」 first in a box.
_HEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*[^，。；：、]{2,24}[。：]?")
_ITEM = re.compile(r"(?:[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[●■◆▶○★•]|——)\s*")


def _item(entry: Entry, paragraph: Paragraph, start: int) -> Entry:
    """Read an item of a box (①X：…) as an entry with its own head, or without one."""
    text = paragraph.folded.text
    sides = at_colon(Piece(text, 0).cut(start))
    if sides is None or entry.head is not None:
        body = paragraph.folded.cut(start, len(text))
        return Entry(entry.group, entry.head, paragraph.section, [body])
    name, rest = sides
    head, body = (
        paragraph.folded.cut(name.start, rest.start),
        paragraph.folded.cut(rest.start, rest.end),
    )
    return Entry(entry.group, head, paragraph.section, [body])


def _runs_on(text: str) -> bool:
    return not re.search(r"[。；：！？）”]$", text)


def title_of(head: Folded) -> str:
    """Give a heading's words without its mark and its stop."""
    mark = _MARK.match(head.text)
    return _HEAD_END.sub("", head.text[mark.end() if mark else 0 :])


def of_entry(place: Place, entry: Entry, *, works: bool) -> Iterator[FoundCommitment]:
    """Read one entry: its head as a row where it is one, and the members below it."""
    if entry.head is None:
        for body in entry.bodies:
            yield from _members(place, body, deeds(_whole(body), works=works), "")
        return
    title = title_of(entry.head)
    works = works or not re.search(r"(?:工程|行动|计划)$", title)
    told = [(deed, body) for body in entry.bodies for deed in deeds(_whole(body), works=works)]
    names = [deed.member.words(body.text) for deed, body in told]
    text = "".join(body.text for body in entry.bodies)
    if holds_over(title, names):
        yield from _parts_of(place, entry, title, works)
        return
    title_of_box = place.box.title if place.box else ""
    policy = entry.group == title and not re.search("工程|项目", title_of_box)
    kind = judge(title, text, names, mark=entry.head.text.rstrip()[-1:], policy=policy)
    if kind is Head.PROGRAMME and told and all(deed.member.sure < 0.5 for deed, _ in told):
        kind = Head.TASK if is_deed(title) else Head.WORK
    if kind in (Head.WORK, Head.TASK):
        yield _described(place, entry, title, kind)
        return
    parent = ""
    if kind is Head.PROGRAMME:
        parent = without_years(title)
        at = entry.head.text.find(title)
        span = (at, at + len(title))
        yield write(
            place, entry.head,
            Found((span,), *span, "programme", "heading of a list", 0.9, ),
        )  # fmt: skip
    for body in entry.bodies:
        yield from _below(place, body, parent, works)


def _parts_of(place: Place, entry: Entry, title: str, works: bool) -> Iterator[FoundCommitment]:
    """Read what is to be done at one site, each with the site's name: 云岫山景区索道二期."""
    assert entry.head is not None
    at = entry.head.text.find(title)
    for body in entry.bodies:
        head = entry.head.cut(at, at + len(title))
        whole, by = head.joined(body), len(title)
        for deed in deeds(_whole(body), works=works):
            own = deed.member
            words = own.words(body.text)
            bare = own.sure < 0.5 or words.startswith("以")
            kept = 0 if bare else completed(title, words)
            spans = tuple((a + by, b + by) for a, b in own.name)
            name = ((0, kept), *spans) if kept else spans
            found = replace(of_deed(deed, ""), name=name, start=own.start + by, end=own.end + by)
            yield write(place, whole, found)


def _below(place: Place, body: Folded, parent: str, works: bool) -> Iterator[FoundCommitment]:
    """Read a paragraph of a list, with the programmes that it may hold within."""
    split = parts(_whole(body)) if parent else [Part(None, _whole(body))]
    for part in split:
        found = deeds(part.body, works=works) if part.body else []
        if part.head is None:
            yield from _members(place, body, found, parent)
            continue
        span = (part.head.start, part.head.end)
        names = [deed.member.words(body.text) for deed in found]
        kind = judge(part.head.text, part.body.text, names, mark="：")
        if kind in (Head.WORK, Head.TASK):
            end = part.body.end - (body.text[part.body.end - 1] in "。；")
            level: Level = "task" if kind is Head.TASK else "project"
            yield write(
                place, body, Found((span,), span[0], end, level, "described programme", 0.6, parent)
            )
            continue
        yield write(
            place, body, Found((span,), *span, "programme", "programme within", 0.8, parent)
        )
        yield from _members(place, body, found, without_years(part.head.text))


def _whole(body: Folded) -> Piece:
    return Piece(body.text, 0)


def _described(place: Place, entry: Entry, title: str, kind: Head) -> FoundCommitment:
    """One work whose paragraph describes it: the paragraph is its quote."""
    assert entry.head is not None
    at = entry.head.text.find(title)
    whole, end = entry.head.cut(at, len(entry.head.text)), len(title)
    for body in entry.bodies:
        whole = whole.joined(body)
        end = len(whole.text.rstrip("。；，、"))
    task = kind is Head.TASK
    verbs = opening(title)
    name = (verbs.length if task and is_deed(title) else 0, len(title))
    return write(
        place, whole,
        Found(
            (name,), 0, end, "task" if task else "project",
            "described work", 0.6 if task else 0.9, stage=verbs.stage if name[0] else "",
        ),
    )  # fmt: skip


def _members(
    place: Place, body: Folded, found: Sequence[Deed], parent: str
) -> Iterator[FoundCommitment]:
    for deed in found:
        above = parent
        if deed.parent:
            above = name_of(place.document, body, deed.parent.name)
        yield write(place, body, of_deed(deed, above))
