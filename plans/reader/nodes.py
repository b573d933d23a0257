"""The sections of an outline while they are being built, and the headings that open them."""

import re
from dataclasses import dataclass, field
from typing import Optional

from plans.reader.folding import title_of
from plans.reader.marks import Mark
from plans.reader.model import SectionKind

LONGEST_TITLE = 60  # characters
# With these a sentence of a plan begins; a name of a work does not.
VERBS = (
    "加快|推进|推动|加强|完善|优化|提升|强化|深化|促进|健全|构建|建立|打造|实施|大力|积极|全面|坚持|培育|支持"
    "|鼓励|引导|落实|发挥|围绕|统筹|做好|做强|加大|持续|拓展|壮大|深入|着力|稳步|扩大|发展|创新|抓好|规范|共同|共建"
)
WORKS = re.compile(
    r"(?:工程|项目|行动|计划|专项|基地|园区?|中心|平台|体系|网络?|建设|产业|集群)(?:（[^）]*）|\([^)]*\))?$"
)
# What a name of one work ends with, where a field's or a policy's does not.
NAMES_ONE = re.compile(
    r"(?:工程|项目|园区?|中心|厂|站|基地|港|场|馆|院|校|水库|枢纽|公路|铁路|大桥|隧道|线|小区|小镇|楼)"
    r"(?:（[^）]*）|\([^)]*\))?$"
)
_TITLE_SIGNS = "*#【】〖〗│┃ \n\t\r\u3000"


@dataclass(slots=True)
class Node:
    """A section while it is being built."""

    key: str
    kind: SectionKind
    number: str
    title: str
    start: int
    end: int
    parent: Optional["Node"] = None
    style: int = -1
    children: dict[str, int] = field(default_factory=dict)

    def next_key(self, letter: str) -> str:
        """Name the next child of a kind."""
        self.children[letter] = self.children.get(letter, 0) + 1
        return f"{self.key}.{letter}{self.children[letter]:02d}"

    @property
    def depth(self) -> int:
        """How many sections stand around it, and itself; a box begins anew."""
        if self.parent is None or self.kind == "box":
            return 1
        return 1 + self.parent.depth


@dataclass(frozen=True, slots=True)
class Head:
    """The heading a paragraph begins with: its number, its title, where its text goes on."""

    number: str
    title: str
    end: int
    style: int = -1
    ordinal: int = 0


def without_signs(title: str) -> str:
    """Take the signs of Markdown and of frames off a title, and what says it goes on (续)."""
    title = title.strip(_TITLE_SIGNS)
    return re.sub(r"[（(]?\s*续\s*\d?\s*[)）]?$", "", title).strip(_TITLE_SIGNS)


def clean_title(title: str) -> str:
    """Give a title as the outline keeps it."""
    return title_of(without_signs(title))


def head_after(mark: Mark, text: str, *, run_in: str) -> Head | None:
    """Read the title behind a number: a line of its own, or up to a sign that ends it."""
    words = text[mark.end :]
    found = re.search(f"[{run_in}]", words)
    title = words[: found.start()] if found else words
    if not title.strip() or len(title) > LONGEST_TITLE or re.search(r"[；;]", title):
        return None
    end = mark.end + (found.end() if found else len(words))
    rest = text[end:].strip(" \n*#")
    if not found and re.search(r"[，,、：:]\s*$", words):
        return None
    if found and not rest and len(title) > 30:
        return None
    end = end if rest else len(text)
    return Head(mark.printed, clean_title(title), end, mark.style, mark.number)
