"""The overview as tables whose every figure leads to the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from projects.models import Kind, Light, Status
from projects.queries.overview import OverdueCell, Overview
from web.filters import Words
from web.filters.milestones import NOBODY

HEAT = (1, 3, 6, 12)
"""From so many overdue milestones on a cell of the matrix is shaded one step deeper."""


@dataclass(frozen=True)
class Figure:
    """A number and the address of the rows that it counts."""

    count: int
    url: str
    heat: int = 0


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in the units of its view box."""

    light: str
    x: int
    width: int


@dataclass(frozen=True)
class StatusRow:
    """A status with its projects by light."""

    label: Words
    total: Figure
    lights: Sequence[Figure]
    segments: Sequence[Segment]


@dataclass(frozen=True)
class MatrixRow:
    """A department with its overdue milestones by region."""

    name: str
    cells: Sequence[Figure | None]
    total: Figure


@dataclass(frozen=True)
class Matrix:
    """Overdue milestones by department × region; most first."""

    regions: Sequence[str]
    rows: Sequence[MatrixRow]
    sums: Sequence[Figure]
    total: Figure


class Links:
    """Addresses of lists that count what the overview of a region counts."""

    def __init__(self, region: str | None) -> None:
        self._place = {"region": region} if region else {}

    def projects(self, **asked: str) -> str:
        """The list of projects; the overview counts programmes and tasks apart."""
        return self._address("web:projects", {"kind": Kind.PROJECT.value} | asked)

    def milestones(self, **asked: str) -> str:
        return self._address("web:milestones", asked)

    def overdue(self, **asked: str) -> str:
        return self.milestones(overdue="true", **asked)

    def _address(self, name: str, asked: Mapping[str, str]) -> str:
        return f"{reverse(name)}?{urlencode({**self._place, **asked})}"


def status_table(seen: Overview, links: Links) -> list[StatusRow]:
    """Projects by status and light, in the order of a project's life."""
    return [
        StatusRow(
            label=status.label,
            total=Figure(seen.of_status(status), links.projects(status=status)),
            lights=[
                Figure(
                    seen.status_by_light[status][light], links.projects(status=status, light=light)
                )
                for light in Light.values
            ],
            segments=_segments(seen.status_by_light[status]),
        )
        for status in Status
    ]


def light_sums(seen: Overview, links: Links) -> list[Figure]:
    """Projects by light alone."""
    return [Figure(seen.of_light(light), links.projects(light=light)) for light in Light.values]


def _segments(by_light: Mapping[str, int]) -> list[Segment]:
    segments, x = [], 0
    for light in Light.values:
        if by_light[light]:
            segments.append(Segment(light, x, by_light[light]))
            x += by_light[light]
    return segments


def matrix(cells: Sequence[OverdueCell], links: Links) -> Matrix:
    """Departments by how much they owe, regions by their code."""
    regions = {cell.region_code: cell.region for cell in cells}
    codes = sorted(regions)
    owed: dict[int | None, dict[str, int]] = {}
    names: dict[int | None, str] = {}
    for cell in cells:
        owed.setdefault(cell.department_id, {})[cell.region_code] = cell.milestones
        names[cell.department_id] = cell.department
    rows = [
        _matrix_row(department, names[department], by_region, codes, links)
        for department, by_region in owed.items()
    ]
    rows.sort(key=lambda row: -row.total.count)
    sums = [
        Figure(
            sum(by_region.get(code, 0) for by_region in owed.values()),
            links.overdue(own_region=code),
        )
        for code in codes
    ]
    return Matrix(
        regions=[regions[code] for code in codes],
        rows=rows,
        sums=sums,
        total=Figure(sum(cell.milestones for cell in cells), links.overdue()),
    )


def _matrix_row(
    department: int | None,
    name: str,
    by_region: Mapping[str, int],
    codes: Sequence[str],
    links: Links,
) -> MatrixRow:
    key = NOBODY if department is None else str(department)
    cells = [
        Figure(
            by_region[code], links.overdue(department=key, own_region=code), _heat(by_region[code])
        )
        if code in by_region
        else None
        for code in codes
    ]
    total = Figure(sum(by_region.values()), links.overdue(department=key))
    return MatrixRow(name, cells, total)


def _heat(count: int) -> int:
    return sum(count >= step for step in HEAT)
