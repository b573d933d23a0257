"""Which projects a commitment may speak of that stand in the register already.

Names of one undertaking differ from document to document (运城机场改扩建, 张孝机场改扩建工程):
they are compared by pairs of neighbouring characters, of which those that are rare in the register
weigh more than those that every second name has. Place and sector support or oppose. What comes
out is an offer to a person, never a decision.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from directory.models.region import region_prefix

OFFERED_FROM = 0.6
"""Less than this is not worth a person's look."""
SHOWN = 4
ENOUGH = 500
COMPARED = 40
"""So many entries are looked at through shared pairs, and so many compared word by word: the time
grows with the names, not with their square."""
PUNCTUATION = re.compile(r"[\s（）()《》“”\"'、，。·—\-－:：；;]+")
COMMON_ENDS = re.compile(r"(?:建设)?(?:工程|项目)(?:建设)?$")
OTHER_PLACE = 0.55
"""The same words in another county are as a rule another work."""
OTHER_SECTOR = 0.9


@dataclass(frozen=True)
class Known:
    """Something that a commitment may be the same as: by all its names, places and sector."""

    id: int
    names: Sequence[str]
    regions: Sequence[str]
    sector: str


@dataclass(frozen=True)
class Likeness:
    """How like something known is, from 0 to 1; `same_place` None where one names no place."""

    id: int
    score: float
    name: str
    same_place: bool | None
    same_sector: bool


@dataclass
class Index:
    """What is known, findable by pairs of characters. `places` are short names of regions,
    which say where and not what."""

    places: Sequence[str] = ()
    _pairs: dict[str, set[int]] = field(default_factory=dict)
    _entries: list[tuple[Known, str, Counter[str]]] = field(default_factory=list)

    def add_all(self, known: Iterable[Known]) -> "Index":
        """Take up more."""
        for one in known:
            for name in dict.fromkeys(one.names):
                pairs = _pairs(bare(name, self.places))
                place = len(self._entries)
                self._entries.append((one, name, pairs))
                for pair in pairs:
                    self._pairs.setdefault(pair, set()).add(place)
        return self

    def like(
        self, name: str, *, regions: Sequence[str], sector: str, city: str = ""
    ) -> list[Likeness]:
        """What is known that is like this, the likest first."""
        own = _pairs(bare(name, self.places))
        best: dict[int, Likeness] = {}
        for place in self._near(own):
            found = self._compare(place, own, name, regions, sector, city)
            if found.score >= OFFERED_FROM and (
                found.id not in best or best[found.id].score < found.score
            ):
                best[found.id] = found
        return sorted(best.values(), key=lambda one: (-one.score, one.id))[:SHOWN]

    def _near(self, own: "Counter[str]") -> list[int]:
        """The entries that share most of the rarest pairs: what every second name has leads to
        everything, and nowhere."""
        shared: Counter[int] = Counter()
        known = sorted((pair for pair in own if pair in self._pairs), key=self._having)
        for number, pair in enumerate(known):
            if number >= 3 and len(shared) > ENOUGH:
                break
            shared.update(self._pairs[pair])
        at_least = min(2, len(own))
        return [place for place, count in shared.most_common(COMPARED) if count >= at_least]

    def _having(self, pair: str) -> int:
        return len(self._pairs[pair])

    def _compare(
        self,
        place: int,
        own: "Counter[str]",
        name: str,
        regions: Sequence[str],
        sector: str,
        city: str,
    ) -> Likeness:
        known, known_name, pairs = self._entries[place]
        score = 1.0 if known_name == name else min(self._likeness(own, pairs), 0.99)
        same_place = _same_place(regions, known.regions, city)
        same_sector = bool(sector) and sector[:2] == known.sector[:2]
        if same_place is False:
            score *= OTHER_PLACE
        if sector and known.sector and not same_sector:
            score *= OTHER_SECTOR
        return Likeness(known.id, round(score, 2), known_name, same_place, same_sector)

    def _likeness(self, one: "Counter[str]", other: "Counter[str]") -> float:
        """Dice's measure over weighted pairs: twice what both have by what each has."""
        both = sum(self._weight(pair) * count for pair, count in (one & other).items())
        each = sum(self._weight(pair) * count for pair, count in one.items())
        each += sum(self._weight(pair) * count for pair, count in other.items())
        return 2 * both / each if each else 0.0

    def _weight(self, pair: str) -> float:
        having = len(self._pairs.get(pair, ()))
        return math.log(2 + len(self._entries) / (1 + having))


def bare(name: str, places: Sequence[str] = ()) -> str:
    """The words of a name that tell it from others: without punctuation, 「工程」 「项目」 at its
    end, and the place at its beginning."""
    words = COMMON_ENDS.sub("", PUNCTUATION.sub("", name)) or name
    for place in places:
        if words.startswith(place) and len(words) - len(place) >= 4:
            rest = words[len(place) :]
            return rest[1:] if rest[0] in "市县区" and len(rest) > 4 else rest
    return words


def _pairs(words: str) -> "Counter[str]":
    return Counter(words[i : i + 2] for i in range(len(words) - 1)) or Counter([words])


def _same_place(one: Sequence[str], other: Sequence[str], city: str) -> bool | None:
    """Whether two name places of which one lies in the other; a plan's own city is no place that
    tells its projects apart."""
    ours = [region_prefix(code) for code in one if code != city]
    theirs = [region_prefix(code) for code in other if code != city]
    if not ours or not theirs:
        return None
    return any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)
