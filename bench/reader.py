"""`script/bench reader`: how fast a plan is read, and that time grows as the text does.

The texts are made of one plan document: its beginning for the small one, itself again and again for
the large one. Each is read several times; the quickest counts, for the rest is the machine's.
"""

import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from plans.reader import Source, read

TEXT = Path(__file__).resolve().parent.parent / "fixtures" / "plans" / "texts" / "001.txt"
SIZES = [25, 250, 2_500]  # KB of UTF-8
MOST_SECONDS = {250: 2.0}
MOST_GROWTH = (
    1.5  # times the seconds per KB of the smaller text, where it takes long enough to tell
)
ROUNDS = 3
_QUICK = 0.1  # seconds: below that, how dense a short text is outweighs


def main(arguments: list[str]) -> int:
    """Measure each size asked for; 1 when one is too slow or time grows faster than the text."""
    sizes = [int(size) for size in arguments] or SIZES
    read(TEXT.read_text("utf-8"))
    times = {size: _quickest(text_of(size)) for size in sizes}
    print(f"{'KB':>6} {'seconds':>8} {'ms per KB':>10} {'rows':>6}")
    for size, (seconds, rows) in times.items():
        print(f"{size:>6} {seconds:>8.2f} {1_000 * seconds / size:>10.2f} {rows:>6}")
    faults = list(_faults({size: seconds for size, (seconds, _) in times.items()}))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def text_of(kilobytes: int) -> str:
    """Give a plan's text of this size, ended at the end of a line."""
    wanted = kilobytes * 1_000
    whole = TEXT.read_text("utf-8")
    many = whole * (wanted // len(whole.encode()) + 1)
    cut = many.encode()[:wanted].decode("utf-8", "ignore")
    return cut[: cut.rindex("\n") + 1]


def _quickest(text: str) -> tuple[float, int]:
    best, rows = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        rows = len(read(Source(text)).commitments)
        best = min(best, time.perf_counter() - start)
    return best, rows


def _faults(times: dict[int, float]) -> Iterator[str]:
    for size, most in MOST_SECONDS.items():
        if times.get(size, 0) > most:
            yield f"{size} KB take {times[size]:.2f} s, more than {most} s."
    for (small, before), (large, after) in pairwise(sorted(times.items())):
        if before > _QUICK and after / large > MOST_GROWTH * before / small:
            yield f"From {small} KB to {large} KB, time grows faster than the text."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
