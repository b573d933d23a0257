"""From a document's boxes to the commitments that they name, each with its quote, level and parent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plans.reader.deeds import Deed, deeds
from plans.reader.heads import Head, judge
from plans.reader.lists import Piece
from plans.reader.model import Document, Folded, FoundCommitment, Level, Paragraph, Section
from plans.reader.parts import Part, parts

_MARK = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十]+[，、]?|\d{1,2}[.、．）)]|[（(]\d{1,2}[）)]|[①-⑳]|\d{2}(?=[一-龥])|[—–-]{1,2}|[·●■◆▶□○★☆]+)\s*"
)
_HEAD_END = re.compile(r"[。：:；，\s]+$")


@dataclass(slots=True)
class Entry:
    """A headed paragraph of a box, or one without a head: its heading and what stands below it."""

    group: str
    head: Folded | None
    section: str
    bodies: list[Folded] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document an entry stands: what each of its rows carries."""

    document: Document
    box: Section
    entry: Entry
    listing: bool


def promises(document: Document) -> list[FoundCommitment]:
    """Read every box of a document."""
    found: list[FoundCommitment] = []
    for box in document.sections:
        if box.kind == "box":
            own = [p for p in document.paragraphs if p.box == box.key and p.kind != "row"]
            found.extend(of_box(document, box, own))
    return found


def of_box(
    document: Document, box: Section, paragraphs: Sequence[Paragraph]
) -> Iterator[FoundCommitment]:
    """Read one box, headed paragraph by headed paragraph."""
    listing = bool(re.search(r"项目", box.title)) or not re.search(r"工程|行动|任务", box.title)
    for entry in entries(paragraphs):
        yield from rows(Place(document, box, entry, listing))


def entries(paragraphs: Sequence[Paragraph]) -> Iterator[Entry]:
    """Gather the paragraphs of a box under their headings; a paragraph that a page breaks is joined."""
    entry, group = Entry("", None, ""), ""
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            if entry.head or entry.bodies:
                yield entry
            if paragraph.level <= 1:
                entry, group = Entry("", None, paragraph.section), ""
                continue
            title = title_of(paragraph.folded)
            group = title if paragraph.level == 2 else group
            entry = Entry(group, paragraph.folded, paragraph.section)
        elif entry.bodies and _runs_on(entry.bodies[-1].text):
            entry.bodies[-1] = entry.bodies[-1].joined(paragraph.folded)
        else:
            entry.section = entry.section or paragraph.section
            entry.bodies.append(paragraph.folded)
    if entry.head or entry.bodies:
        yield entry


def _runs_on(text: str) -> bool:
    return not re.search(r"[。；：！？）”]$", text)


def title_of(head: Folded) -> str:
    """Give a heading's words without its mark and its stop."""
    mark = _MARK.match(head.text)
    return _HEAD_END.sub("", head.text[mark.end() if mark else 0 :])


def rows(place: Place) -> Iterator[FoundCommitment]:
    """Read one entry: its head as a row where it is one, and the members below it."""
    entry = place.entry
    if entry.head is None:
        for body in entry.bodies:
            yield from _member_rows(place, body, deeds(_whole(body), works=place.listing), "")
        return
    title, works = title_of(entry.head), _lists_works(place, title_of(entry.head))
    names = [
        deed.member.words(body.text)
        for body in entry.bodies
        for deed in deeds(_whole(body), works=works)
    ]
    text = "".join(body.text for body in entry.bodies)
    kind = judge(title, text, names, mark=entry.head.text.rstrip()[-1:])
    if kind in (Head.WORK, Head.TASK):
        yield _described_row(place, title, kind)
        return
    parent = ""
    if kind is Head.PROGRAMME:
        parent = title
        at = entry.head.text.find(title)
        span = (at, at + len(title))
        yield _row(place, entry.head, (span,), *span, "programme", "", 0.9, "heading of a list", {})
    for body in entry.bodies:
        yield from _below(place, body, parent, works)


def _below(place: Place, body: Folded, parent: str, works: bool) -> Iterator[FoundCommitment]:
    """Read a paragraph of a list, with the programmes that it may hold within."""
    split = parts(_whole(body)) if parent else [Part(None, _whole(body))]
    for part in split:
        found = deeds(part.body, works=works) if part.body else []
        if part.head is None:
            yield from _member_rows(place, body, found, parent)
            continue
        span = (part.head.start, part.head.end)
        names = [deed.member.words(body.text) for deed in found]
        kind = judge(part.head.text, part.body.text, names, mark="：")
        if kind in (Head.WORK, Head.TASK):
            end = part.body.end - (body.text[part.body.end - 1] in "。；")
            content = printed(place.document, body.cut(part.body.start, end))
            yield _row(
                place, body, (span,), span[0], end, "task" if kind is Head.TASK else "project",
                parent, 0.6, "described programme", {"content": content},
            )  # fmt: skip
            continue
        yield _row(place, body, (span,), *span, "programme", parent, 0.8, "programme within", {})
        yield from _member_rows(place, body, found, part.head.text)


def _lists_works(place: Place, title: str) -> bool:
    return not re.search(r"(?:工程|行动|计划)$", title) or place.listing


def _whole(body: Folded) -> Piece:
    return Piece(body.text, 0)


def _described_row(place: Place, title: str, kind: Head) -> FoundCommitment:
    """One work whose paragraph describes it: the paragraph is its quote, the description its content."""
    head = place.entry.head
    assert head is not None
    at = head.text.find(title)
    whole, end = head.cut(at, len(head.text)), len(title)
    facts: dict[str, object] = {}
    if place.entry.bodies:
        for body in place.entry.bodies:
            whole = whole.joined(body)
        text = whole.text.rstrip("。；，、")
        end = len(text)
        begin = len(head.text) - at
        facts["content"] = printed(place.document, whole.cut(begin, end))
    level: Level = "task" if kind is Head.TASK else "project"
    sure = 0.9 if kind is Head.WORK else 0.6
    return _row(place, whole, ((0, len(title)),), 0, end, level, "", sure, "described work", facts)


def _member_rows(
    place: Place, body: Folded, found: Sequence[Deed], parent: str
) -> Iterator[FoundCommitment]:
    for deed in found:
        facts: dict[str, object] = {}
        for key, value in (("stage", deed.stage), ("nature", deed.nature), ("count", deed.count)):
            if value:
                facts[key] = value
        if deed.content:
            facts["content"] = printed(place.document, body.cut(*deed.content))
        if deed.lead:
            facts["lead"] = deed.lead
        member = deed.member
        above = parent
        if deed.parent:
            above = "".join(printed(place.document, body.cut(*span)) for span in deed.parent.name)
        yield _row(
            place, body, member.name, member.start, member.end, deed.kind, above, member.sure,
            member.why, facts,
        )  # fmt: skip


def printed(document: Document, folded: Folded) -> str:
    """Give the words as the source prints them, without the breaks and spaces in between."""
    return "".join(
        document.source.text[at] for at in folded.origin if not document.source.text[at].isspace()
    )


def _row(
    place: Place, folded: Folded, name: Sequence[tuple[int, int]], start: int, end: int,
    level: Level, parent: str, sure: float, why: str, facts: dict[str, object],
) -> FoundCommitment:  # fmt: skip
    a, b = folded.span(start, end)
    return FoundCommitment(
        box=place.box.number, box_title=place.box.title, group=place.entry.group,
        name="".join(printed(place.document, folded.cut(*span)) for span in name),
        quote=place.document.source.text[a:b], start=a, end=b, level=level, parent=parent,
        regions=(), sector="", facts=facts, confidence=sure, why=why, section=place.entry.section,
    )  # fmt: skip
