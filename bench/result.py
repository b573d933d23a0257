"""A line of the result, and the table that a person reads."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load import Measured

HEAD = ("projects", "target", "req/s", "p50 ms", "p99 ms", "CPU ms", "queries", "of floor")
WIDTHS = (9, -24, 8, 8, 8, 8, 8, 9)


@dataclass(frozen=True)
class Row:
    """One target at one size: medians over the rounds; the ratio is that of requests per second
    to the floor's in the same round."""

    projects: int
    target: str
    requests_per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    queries: int | None
    ratio_to_floor: float | None


def row(
    projects: int,
    target: str,
    bursts: Sequence[Measured],
    *,
    floor: Sequence[Measured] | None,
    queries: int | None,
) -> Row:
    """Fold the bursts of a target into a line."""
    latencies = sorted(latency * 1000 for one in bursts for latency in one.latencies)
    ratio = None
    if floor is not None:
        pairs = zip(bursts, floor, strict=True)
        ratio = statistics.median(rate(ours) / rate(theirs) for ours, theirs in pairs)
    return Row(
        projects=projects,
        target=target,
        requests_per_second=round(statistics.median(rate(one) for one in bursts), 1),
        p50_ms=round(latencies[len(latencies) // 2], 2),
        p99_ms=round(latencies[int(len(latencies) * 0.99)], 2),
        cpu_ms=round(
            statistics.median(one.cpu_seconds * 1000 / len(one.latencies) for one in bursts), 2
        ),
        queries=queries,
        ratio_to_floor=None if ratio is None else round(ratio, 3),
    )


def rate(one: Measured) -> float:
    return len(one.latencies) / one.seconds


def table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    lines = [HEAD, *(_cells(one) for one in rows)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if width > 0 else cell.ljust(-width)
            for cell, width in zip(line, WIDTHS, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(one: Row) -> tuple[str, ...]:
    return (
        f"{one.projects:,}",
        one.target,
        f"{one.requests_per_second:,.0f}",
        f"{one.p50_ms:.1f}",
        f"{one.p99_ms:.1f}",
        f"{one.cpu_ms:.2f}",
        "" if one.queries is None else str(one.queries),
        "" if one.ratio_to_floor is None else f"{one.ratio_to_floor:.2f}",
    )
