"""From a source to a document: its body, its outline, its title."""

import re

from plans.reader.folding import title_of
from plans.reader.marks import mark_of
from plans.reader.model import Document, Source
from plans.reader.outline import Builder
from plans.reader.paragraphs import RawParagraph, paragraphs_of

_CONTENTS = re.compile(r"[\s#*]*目\s*录[\s*]*")
_ENTRY_END = re.compile(r"[\s.·…\-—(（]*\d{0,3}[)）]?$")
_LEADER = re.compile(r"(?:[.·…]{3,}|\t)[\s(（]*\d{1,3}[)）]?$")
_NUMBER = re.compile(r"[一-龥]{1,8}[〔\[﹝（(]20\d\d[〕\]﹞）)]\s*\d+\s*号")
_NAMED = re.compile(
    r"(?:关于)?(?:印发|发布|下达)[^《]{0,10}《([^》]+)》|现将《([^》]+)》|^《([^》]+)》", re.M
)
_PLAN = re.compile(r"(?:规划|纲要|意见|方案|计划|报告|清单|规划纲要)(?:[（(][^）)]*[)）])?$")
_TAIL = re.compile(
    r"[\s#*]*抄\s*送\s*[：:]|[（(]此件.{0,12}[)）]$|20\d\d年\d{1,2}月\d{1,2}日(?:印发)?$"
)


def parse(source: Source, home: str = "") -> Document:
    """Read the structure of a document: sections, boxes, paragraphs, number and title."""
    raws = paragraphs_of(source)
    number, title = _number_of(raws), _title_of(raws)
    sections, paragraphs = Builder(source, _body_of(raws)).build()
    return Document(source, title, sections, paragraphs, home, number)


def _body_of(raws: list[RawParagraph]) -> list[RawParagraph]:
    """Leave out what stands before and behind the plan: contents, distribution list."""
    return _without_tail(_without_contents(raws))


def _without_contents(raws: list[RawParagraph]) -> list[RawParagraph]:
    at = next((i for i, raw in enumerate(raws) if _CONTENTS.fullmatch(raw.text)), None)
    if at is None:
        return [raw for raw in raws if not _LEADER.search(raw.text) or raw.row]
    first = _entry(raws[at + 1]) if at + 1 < len(raws) else ""
    for i in range(at + 2, len(raws)):
        if _entry(raws[i]) == first or not _may_be_entry(raws[i]):
            return raws[i:]
    return raws[at + 1 :]


def _entry(raw: RawParagraph) -> str:
    """Give what tells an entry of the contents from others: its number, else its words."""
    mark = mark_of(raw.text)
    if mark:
        return mark.printed
    return re.sub(r"\s", "", _ENTRY_END.sub("", raw.text))


def _may_be_entry(raw: RawParagraph) -> bool:
    return len(raw.text) <= 80 and not re.search(r"[。；]", raw.text)


def _without_tail(raws: list[RawParagraph]) -> list[RawParagraph]:
    end = len(raws)
    for i in range(max(len(raws) // 2, len(raws) - 12), len(raws)):
        if _TAIL.match(raws[i].text):
            end = i
            break
    while end and _is_signature(raws[end - 1]):
        end -= 1
    return raws[:end]


def _is_signature(raw: RawParagraph) -> bool:
    return len(raw.text) <= 30 and bool(
        re.fullmatch(
            r"[^：:。、]*(?:人民政府|委员会|办公厅|办公室|发展改革委|局|厅)[\s*]*$", raw.text
        )
    )


def _number_of(raws: list[RawParagraph]) -> str:
    for raw in raws[:12]:
        found = _NUMBER.search(raw.text)
        if found:
            return re.sub(r"\s", "", found[0])
    return ""


def _title_of(raws: list[RawParagraph]) -> str:
    """Take the title that the covering letter names, else the first line that is one."""
    for raw in raws[:15]:
        found = _NAMED.search(raw.text)
        if found and _PLAN.search(next(filter(None, found.groups()))):
            return title_of(next(filter(None, found.groups())))
    for raw in raws[:15]:
        text = title_of(raw.text.strip("#* "))
        if len(text) <= 70 and _PLAN.search(text) and not re.search(r"[。；]", text):
            return text
    return ""
