"""The inside of a box (专栏): its groups, and where it ends.

A box ends at the next heading of the outline, at the next box, or where prose goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plans.reader.paragraphs import RawParagraph
from plans.reader.marks import Mark, Style

if TYPE_CHECKING:
    from plans.reader.outline import Node

UNNUMBERED = 20  # the style of a group that has no number, below all that have one
_NUMBERED_FROM_NOUGHT = re.compile(r"[\s#*]*(0[1-9]|1\d)[\s.、]\s*")
_DASHES = re.compile(r"[\s*]*(?:[—–-]{1,2}|[●•·■◆])\s*")
_RUN_IN = re.compile(r"[^。；，,;！？：:\n]{2,40}?[。：:]")
_TITLE_SIGNS = "*#【】〖〗│┃ \n\t\r\u3000"
_WORKS = re.compile(r"(?:工程|项目|行动|计划|专项|基地|园区?|中心|平台|体系|网络?|建设|产业|集群)$")

Head = tuple[str, str, int, int]


def without_signs(title: str) -> str:
    """Take the signs of Markdown and of frames off a title, and what says it goes on (续)."""
    title = title.strip(_TITLE_SIGNS)
    return re.sub(r"[（(]?\s*续\s*\d?\s*[)）]?$", "", title).strip(_TITLE_SIGNS)


@dataclass(slots=True)
class OpenBox:
    """A box that is being read. `frame_end` is where its drawn frame ends, None without one."""

    node: "Node"
    frame_end: int | None = None
    groups: list["Node"] = field(default_factory=list)
    last_of: dict[int, int] = field(default_factory=dict)
    headed: int = 0
    plain: int = 0

    @property
    def innermost(self) -> "Node":
        """The group that is open, or the box itself."""
        return self.groups[-1] if self.groups else self.node

    def is_repeated_by(self, number: str, title: str) -> bool:
        """Tell whether a title is this box's own, printed again on the next page."""
        same_title = not title or title == self.node.title
        return number == self.node.number and same_title and (bool(title) or bool(number))

    def parent_for(self, style: int) -> "Node":
        """Close the groups that one of this style cannot stand in; give what is left around it."""
        while self.groups and self.groups[-1].style >= style:
            self.groups.pop()
        return self.innermost

    def opens(self, group: "Node", mark: Mark | None) -> None:
        """Note that a group begins."""
        self.groups.append(group)
        self.headed += 1
        if mark is not None and group.style == mark.style:
            self.last_of[mark.style] = mark.number
            for style in [style for style in self.last_of if style > mark.style]:
                del self.last_of[style]

    def takes_text(self, raw: RawParagraph) -> None:
        """Note that a paragraph without a heading belongs to the box."""
        self.plain += 1

    def is_left_by(self, mark: Mark, outer: int, follows_prose: bool) -> bool:
        """Tell whether a numbered heading goes on with the outline rather than with the box.

        `outer` is the last number of the same style in the outline around the box, 0 for none.
        """
        inner = self.last_of.get(mark.style, 0)
        if inner and mark.number == inner + 1:
            return False
        if outer and mark.number in (outer + 1, outer + 2):
            return True
        return mark.style is Style.HAN and mark.number > 1 and not inner

    def is_over(self, raws: Sequence[RawParagraph], at: int) -> bool:
        """Tell whether prose goes on: a paragraph unlike those of the box."""
        return False

    def head_of(self, raws: Sequence[RawParagraph], at: int, mark: Mark | None) -> Head | None:
        """Read the heading of a group at the head of a paragraph: number, title, end, style."""
        text = raws[at].text
        if mark is not None:
            return self._numbered(raws, at, mark)
        nought = _NUMBERED_FROM_NOUGHT.match(text)
        if nought and len(text) <= 40:
            return nought[1], without_signs(text[nought.end() :]), len(text), Style.HAN_BRACKETS
        head = _run_in(text) or _standing_alone(raws, at)
        if head and self.last_of and not _WORKS.search(head[1]):
            return None
        return head

    def _numbered(self, raws: Sequence[RawParagraph], at: int, mark: Mark) -> Head | None:
        from plans.reader.outline import head_after

        text = raws[at].text
        if mark.number != 1 and mark.number != self.last_of.get(mark.style, 0) + 1:
            return None
        head = head_after(mark, text, run_in="。：:")
        if head is None or (head.end >= len(text) and _has_nothing_below(raws, at, mark)):
            return None
        return head.number, head.title, head.end, mark.style


def _has_nothing_below(raws: Sequence[RawParagraph], at: int, mark: Mark) -> bool:
    from plans.reader.marks import mark_of

    following = mark_of(raws[at + 1].text) if at + 1 < len(raws) else mark
    return following is not None and following.style <= mark.style


def _run_in(text: str) -> Head | None:
    """Read a heading that runs on into its paragraph: 「通用航空产业。运城机场…」."""
    dashes = _DASHES.match(text)
    begin = dashes.end() if dashes else 0
    found = _RUN_IN.match(text, begin)
    if not found or found.end() >= len(text.rstrip()):
        return None
    title = text[begin : found.end() - 1]
    if "、" in title and not _WORKS.search(title):
        return None
    from plans.reader.folding import title_of

    return "", title_of(without_signs(title)), found.end(), UNNUMBERED


def _standing_alone(raws: Sequence[RawParagraph], at: int) -> Head | None:
    """Read a short line without punctuation above a paragraph with some."""
    text = raws[at].text
    if len(text) > 25 or re.search(r"[。；，、,;：:]", text) or at + 1 >= len(raws):
        return None
    below = raws[at + 1]
    if below.row or len(below.text) < 40 or not re.search(r"[、，；]", below.text):
        return None
    from plans.reader.folding import title_of

    return "", title_of(without_signs(text)), len(text), UNNUMBERED
