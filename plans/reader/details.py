"""What is said of a commitment besides its name: places, sector, facts from the words around it."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plans.reader.facts import content_of, facts_in
from plans.reader.folding import fold_text, in_chinese_form
from plans.reader.gazetteer import Gazetteer
from plans.reader.model import Document, Folded, FoundCommitment
from plans.reader.regions import regions_in
from plans.reader.sectors import classify

_OFFICE = re.compile(r"(?:单位|部门|主体)[：:]|(?:牵头|负责)[）)]")
_AIM = re.compile(r"(?:建设|布局)?[，,]\s*(?:实现|有效|形成|促进|达到|保障)[^。；：:]*$")
_OFFICE_LINE = re.compile(r"(?:牵头|责任|负责|主管|实施)(?:单位|部门|主体)[：:]")
_GROUP = 2  # the level of a group's heading in a box
# Where a clause puts what it builds: 在甲县、乙县建设X、Y.
_PUT = re.compile(
    r"(?:^|[，。；：])在(?P<where>[^，。；：]{2,40}?)(?:规划|布局|新建|建设|打造|设立|开工|实施)[^，。；：]*$"
)
_REMARK = re.compile(r"(?:等|建设)?(?P<remark>[，（].{2,200}?)(?=[；。\t]|$)")

# A list of works that its title announces: 新开工30项重点工程.
_ANNOUNCED = re.compile(
    r"(?P<stage>新开工|续建|计划开工)(?:的)?[\u4e00-\u9fff]{0,6}(?:\d+[项个]|“?[一二三四五六七八九十]+大|重点工程|重大项目)"
)


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a row: paragraph, heading, and what follows it up to the next row."""

    paragraph: str
    after: str
    heading: str
    charge: str = ""
    members: str = ""
    put: str = ""


def detailed(
    document: Document,
    rows: Sequence[FoundCommitment],
    *,
    home: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[FoundCommitment, ...]:
    """Fill in regions, sector and facts of rows found in a document, in the text's order.

    What a row says already stays: its regions where it has some, its facts key by key. `home` is
    the region the document is of where it is not the document's own guess.
    """
    boxed = any(section.kind == "box" for section in document.sections)
    told = None if boxed else _ANNOUNCED.search(document.title or document.source.text[:120])
    stage = told.group("stage") if told else ""
    own_home = document.home if home is None else home
    starts = [paragraph.folded.start for paragraph in document.paragraphs]
    ordered = sorted({row.start for row in rows})
    names = gazetteer or Gazetteer.standard()
    lists, charges = _lists(document, rows), _charges(document)
    groups = {in_chinese_form(s.title): s.title for s in document.sections if s.kind == "group"}
    return tuple(
        _detailed(
            replace(row, group=groups.get(row.group, row.group)),
            replace(
                _around(document, row, starts, ordered, charges),
                members=lists.get(row.start, ""),
            ),
            *(own_home, names, stage),
        )
        for row in rows
    )


def _lists(document: Document, rows: Sequence[FoundCommitment]) -> dict[int, str]:
    """Give the words from each programme's heading to its last member, by where it begins.

    A programme that holds others leaves the count to them.
    """
    begun: dict[tuple[str, str], FoundCommitment] = {}
    below: dict[int, list[FoundCommitment]] = {}
    for row in rows:
        above = begun.get((row.box, row.parent))
        if above:
            below.setdefault(above.start, []).append(row)
        if row.level == "programme":
            begun[row.box, row.name] = row
    text = document.source.text
    return {
        above.start: fold_text(text[above.end : members[-1].end + 12]).text
        for above in begun.values()
        if (members := below.get(above.start))
        and all(member.level != "programme" for member in members)
    }


def _charges(document: Document) -> dict[int, str]:
    """Give the line of offices (牵头单位：…) that ends the group of a box, by its paragraphs."""
    found: dict[int, str] = {}
    box = line = ""
    for at in range(len(document.paragraphs) - 1, -1, -1):
        paragraph = document.paragraphs[at]
        if paragraph.box != box:
            box, line = paragraph.box, ""
        if box and _OFFICE_LINE.match(paragraph.folded.text):
            line = paragraph.folded.text
        if line:
            found[at] = line
        if paragraph.kind == "heading" and paragraph.level <= _GROUP:
            line = ""
    return found


def _around(
    document: Document,
    row: FoundCommitment,
    starts: Sequence[int],
    ordered: Sequence[int],
    charges: Mapping[int, str],
) -> _Around:
    at = bisect_right(starts, row.start) - 1
    if at < 0:
        return _Around(row.quote, "", row.parent or row.group)
    folded = document.paragraphs[at].folded
    following = bisect_right(ordered, row.end - 1)
    stop = ordered[following] if following < len(ordered) else folded.end
    begin = bisect_right(folded.origin, row.end - 1)
    after = folded.text[begin : bisect_right(folded.origin, stop - 1)]
    charge = _charge(folded.text, begin)
    if not _OFFICE.search(charge):
        charge = charges.get(at, charge)
    starts_at = bisect_right(folded.origin, row.start - 1)
    put = _PUT.search(folded.text[max(0, starts_at - 120) : starts_at])
    return _Around(
        *(_window(folded.text, begin), after, row.parent or row.group, charge),
        put=put["where"] if put else "",
    )


def _charge(text: str, at: int) -> str:
    """Give the words that may name a row's offices: those behind it, else all when only one is."""
    behind = text[at : at + 400]
    if _OFFICE.search(behind) or len(_OFFICE.findall(text[:4000])) != 1:
        return behind
    return text[:4000]


def _window(text: str, at: int) -> str:
    """Give the part of a long paragraph that stands around a place."""
    return text[max(0, at - 600) : at + 600]


def _detailed(
    row: FoundCommitment, around: _Around, home: str, names: Gazetteer, announced: str
) -> FoundCommitment:
    row = _without_aim(row)
    folded = fold_text(row.quote)
    name, quote = in_chinese_form(row.name), folded.text
    said = quote if content_of(name, quote) else name
    remark = _REMARK.match(around.after)
    facts = facts_in(
        name,
        quote,
        heading=in_chinese_form(row.parent),
        group=in_chinese_form(row.group),
        context=around.charge,
        remark=remark.group("remark") if remark else "",
        members=around.members,
        level=row.level,
        stage=str(row.facts.get("stage", announced)),
        nature=str(row.facts.get("nature", "")),
    )
    if "content" in facts:
        facts["content"] = _printed(row.quote, folded, facts["content"])
    regions = row.regions or _regions(
        f"{name}。{said}" if said is not name else name,
        str(row.facts.get("place", "")) or around.put,
        home,
        around,
        names,
    )
    return replace(
        row,
        # A line between two places is something to build, whatever its name ends with.
        level="project" if row.level == "task" and {"from", "to"} <= facts.keys() else row.level,
        regions=regions,
        sector=row.sector or classify(name, row.group, row.box_title, parent=row.parent),
        facts={**facts, **row.facts},
    )


def _regions(
    words: str, where: str, home: str, around: _Around, names: Gazetteer
) -> tuple[str, ...]:
    """Give the places of a row: its own, else those where its column or its clause puts it."""
    heading = in_chinese_form(around.heading)
    found = regions_in(
        words, home, context=around.paragraph, heading="" if where else heading, gazetteer=names
    )
    if found or not where:
        return found
    return regions_in(where, home, context=around.paragraph, heading=heading, gazetteer=names)


def _without_aim(row: FoundCommitment) -> FoundCommitment:
    """Take off a quote what its work is hoped to bring (建设，实现…对接)."""
    aim = _AIM.search(row.quote)
    if aim is None or "".join(row.quote[: aim.start()].split()) != row.name:
        return row
    return replace(row, quote=row.quote[: aim.start()], end=row.start + aim.start())


def _printed(quote: str, folded: Folded, words: str) -> str:
    """Give folded words of a quote as the source prints them."""
    plain = [i for i, letter in enumerate(folded.text) if not letter.isspace()]
    at = "".join(folded.text[i] for i in plain).find(words)
    if at < 0:
        return words
    letters = (quote[folded.origin[i]] for i in plain[at : at + len(words)])
    return "".join(letter for letter in letters if not letter.isspace())
