"""The inside of a box (专栏): its groups, and where it ends.

A box ends at the next heading of the outline, at the next box, where its drawn frame ends, or
where prose goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.reader.heads import is_kind_of_works
from plans.reader.marks import BoxMark, Mark, Style, mark_of
from plans.reader.nodes import NAMES_ONE, VERBS, WORKS, Head, Node, clean_title, head_after
from plans.reader.paragraphs import RawParagraph

UNNUMBERED = 20  # the style of a group without a number, below all that have one
_FROM_NOUGHT = re.compile(r"[\s#*]*(0[1-9]|[1-3]\d)[\s.、]\s*(?=[^\d\s])")
_DASHES = re.compile(r"[\s*]*(?:[—–-]{1,2}|[●•·■◆])\s*")
_RUN_IN = re.compile(r"[^。；，,;！？：:\n]{2,40}?[。：:]")
_PROSE = re.compile(rf"\s*(?:{VERBS})[^。，；、：]{{2,24}}。[^。]{{10,}}。")
# A sentence that begins so promises a work, it does not head what follows.
# 在甲、乙建设医疗中心 is a sentence, however short.
_PLACED_DEED = re.compile(r"在[^，。：]{2,16}?(?:建设|新建|布局|打造|设立)[^，。：]{3,}")
_BUILDS = re.compile(r"(?:建设|新建|建成|实施|开工|续建|改扩建|推进|加快)(?!工程)[^。]{4,}")
_LONG_PROSE = 100  # characters


@dataclass(slots=True)
class OpenBox:
    """A box that is being read. `frame_end` is where its drawn frame ends, None without one."""

    node: Node
    frame_end: int | None = None
    groups: list[Node] = field(default_factory=list)
    last_of: dict[int, int] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    plain: int = 0

    @property
    def innermost(self) -> Node:
        """The group that is open, or the box itself."""
        return self.groups[-1] if self.groups else self.node

    def is_repeated_by(self, mark: BoxMark, title: str) -> bool:
        """Tell whether a head is this box's own, printed again on the next page."""
        if mark.number != self.node.number:
            return False
        return mark.continued or (title == self.node.title if title else bool(mark.number))

    def parent_for(self, style: int) -> Node:
        """Close the groups that one of this style cannot stand in; give what is left around it."""
        while self.groups and self.groups[-1].style >= style:
            self.groups.pop()
        return self.innermost

    def opens(self, group: Node, head: Head) -> None:
        """Note that a group begins."""
        self.groups.append(group)
        self.heads.add("number" if head.number else "sign")
        self.plain = 0
        if head.ordinal:
            self.last_of[head.style] = head.ordinal
            for style in [style for style in self.last_of if style > head.style]:
                del self.last_of[style]

    def takes_text(self, mark: Mark | None) -> None:
        """Note that a paragraph without a heading belongs to the box or to its open group.

        One that counts on stands beside the group with the number before it, not inside it.
        """
        if mark is not None and mark.number == self.last_of.get(mark.style, 0) + 1:
            self.parent_for(mark.style)
            self.last_of[mark.style] = self.items[mark.style] = mark.number
        self.plain += 1

    def is_left_by(self, mark: Mark, text: str, outer: int) -> bool:
        """Tell whether a numbered heading goes on with the outline rather than with the box.

        `outer` is the last number of the same style in the outline around the box, 0 for none.
        Where both count on, a heading that names a work (X工程) is the box's.
        """
        inner = self.last_of.get(mark.style, 0)
        goes_on_outside = bool(outer) and mark.number in {outer + 1, outer + 2}
        if inner and mark.number == inner + 1:
            head = head_after(mark, text, run_in="。：:")
            leaves = head is not None and re.match(VERBS, head.title) is not None
            return goes_on_outside and leaves and not WORKS.search(head.title if head else "")
        return goes_on_outside or (mark.style is Style.HAN and mark.number > 1 and not inner)

    def is_over(self, text: str) -> bool:
        """Tell whether prose goes on: a headed paragraph of sentences, unlike those of the box."""
        if not self.plain or "sign" in self.heads:
            return False
        found = _PROSE.match(text)
        if not found or len(text) < _LONG_PROSE:
            return False
        first = text[: text.index("。")]
        return not NAMES_ONE.search(first) and text.count("。") >= 2

    def head_of(self, raws: Sequence[RawParagraph], at: int, mark: Mark | None) -> Head | None:
        """Read the heading of a group at the head of a paragraph, None where there is none."""
        text = raws[at].text
        if mark is not None:
            return self._numbered(raws, at, mark)
        nought = _FROM_NOUGHT.match(text)
        if nought and len(text) <= 40:
            title = clean_title(text[nought.end() :])
            return Head(nought[1], title, len(text), Style.HAN_BRACKETS)
        if head := _kind_alone(raws, at):
            return head
        head = _run_in(text) or _standing_alone(raws, at)
        if head and self.last_of and not WORKS.search(head.title):
            return None
        return head

    def _numbered(self, raws: Sequence[RawParagraph], at: int, mark: Mark) -> Head | None:
        if mark.number not in {1, self.last_of.get(mark.style, 0) + 1}:
            return None
        text = raws[at].text
        head = head_after(mark, text, run_in="。：:")
        if head is None or head.end < len(text):
            return head
        listed = mark.number > 1 and self.items.get(mark.style) == mark.number - 1
        return None if listed or _has_nothing_below(raws, at, mark) else head


def _has_nothing_below(raws: Sequence[RawParagraph], at: int, mark: Mark) -> bool:
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
    if "、" in title and not WORKS.search(title):
        return None
    if _PLACED_DEED.match(title):
        return None
    if not dashes and _BUILDS.match(title) and text[found.end() - 1] == "。":
        return None
    return Head("", clean_title(title), found.end(), UNNUMBERED)


def _standing_alone(raws: Sequence[RawParagraph], at: int) -> Head | None:
    """Read a short line without punctuation above a paragraph with some."""
    text = raws[at].text
    if len(text) > 25 or re.search(r"[。；，、,;：:]", text) or at + 1 >= len(raws):
        return None
    below = raws[at + 1]
    if below.row or len(below.text) < 40 or not re.search(r"[、，；]", below.text):
        return None
    return Head("", clean_title(text), len(text), UNNUMBERED)


def _kind_alone(raws: Sequence[RawParagraph], at: int) -> Head | None:
    """Read a line of its own that only names a kind of works (铁路。) above a list of them."""
    text = raws[at].text
    title = clean_title(text.rstrip(" 。：:"))
    if len(title) > 12 or not is_kind_of_works(title) or at + 1 >= len(raws):
        return None
    below = raws[at + 1]
    if below.row or is_kind_of_works(clean_title(below.text.rstrip(" 。：:"))):
        return None
    return Head("", title, len(text), UNNUMBERED)
