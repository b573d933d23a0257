"""Reference data of where and who: regions, zones, departments, the working calendar.

Run by setup at every start with the same result: what is missing is inserted, what is there
stays as it is, whoever may have corrected it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from directory.models import CalendarDay, CalendarYear, Department, Region, Zone
from directory.models.region import region_prefix
from directory.services.fixture_files import (
    REFERENCE,
    Difference,
    FileRow,
    Loaded,
    insert_missing,
    once,
    table,
)
from directory.unit import UnitOfWork, unit_of_work

REGION_CODE = r"\d{6}"


def load_reference(*, now: datetime, folder: Path = REFERENCE) -> Loaded:
    """Load regions, development zones, departments and the working calendar.

    Raises `file_row` for a cell that is not as expected; then nothing is loaded.
    """
    with unit_of_work("reference.load", actor=None, now=now) as work:
        return (
            _load_regions(work, folder)
            + _load_zones(work, folder)
            + _load_departments(work, folder)
            + _load_calendar(work, folder)
        )


def _load_regions(work: UnitOfWork, folder: Path) -> Loaded:
    rows = table(
        folder / "regions.csv", ("code", "name", "short_name", "level", "parent", "lon", "lat")
    )
    once(rows, "code")
    codes = {row.cells["code"] for row in rows}
    return insert_missing(
        work,
        "regions.csv",
        [_region(row, codes) for row in rows],
        stored=Region.objects.all(),
        key=lambda region: region.code,
        columns=("name", "short_name", "level", "parent_id", "longitude", "latitude"),
    )


def _region(row: FileRow, codes: Collection[str]) -> Region:
    level = row.one_of("level", Region.Level.values)
    if level == Region.Level.PROVINCE:
        parent = row.known_or_none("parent", codes, _("region"))
    else:
        parent = row.known("parent", codes, _("region"))
    code = row.text("code", form=REGION_CODE)
    if parent and not code.startswith(region_prefix(parent)):
        raise row.bad("parent", _("the region whose digits the code begins with is expected"))
    return Region(
        code=code,
        name=row.text("name", longest=50),
        short_name=row.text("short_name", longest=50),
        level=level,
        parent_id=parent,
        longitude=row.decimal_or_none("lon", least="-180", most="180"),
        latitude=row.decimal_or_none("lat", least="-90", most="90"),
    )


def _load_zones(work: UnitOfWork, folder: Path) -> Loaded:
    columns = ("code", "name", "short_name", "region", "level", "aliases", "source")
    rows = table(folder / "zones.csv", columns)
    once(rows, "code")
    regions = set(Region.objects.values_list("code", flat=True))
    return insert_missing(
        work,
        "zones.csv",
        [_zone(row, regions) for row in rows],
        stored=Zone.objects.all(),
        key=lambda zone: zone.code,
        columns=("name", "short_name", "aliases", "region_id", "level", "counted_apart", "source"),
    )


def _zone(row: FileRow, regions: Collection[str]) -> Zone:
    region = row.known("region", regions, _("region"))
    return Zone(
        code=row.text("code", longest=12),
        name=row.text("name", longest=80),
        short_name=row.text("short_name", longest=40),
        aliases=row.parts("aliases"),
        region_id=region,
        level=row.text("level", longest=20),
        # A zone that a city or the province runs itself lies in no county.
        counted_apart=region.endswith("00"),
        source=row.text("source"),
    )


def _load_departments(work: UnitOfWork, folder: Path) -> Loaded:
    """Parents first: a department hangs on the row of its parent, not on a code."""
    columns = ("code", "name", "short_name", "function", "kind", "region", "zone", "parent")
    waiting = table(folder / "departments.csv", columns)
    once(waiting, "code")
    regions = set(Region.objects.values_list("code", flat=True))
    zones = set(Zone.objects.values_list("code", flat=True))
    loaded = Loaded({"departments.csv": 0})
    while waiting:
        stored = {department.code: department for department in Department.objects.all()}
        ready = [row for row in waiting if row.cells["parent"] in {"", *stored}]
        if not ready:
            raise waiting[0].unknown("parent", _("department"), waiting[0].cells["parent"])
        loaded += insert_missing(
            work,
            "departments.csv",
            [_department(row, regions, zones, stored) for row in ready],
            stored=stored.values(),
            key=lambda department: department.code,
            columns=("name", "short_name", "function", "kind", "region_id", "zone_id", "parent_id"),
        )
        waiting = [row for row in waiting if row not in ready]
    return loaded


def _department(
    row: FileRow,
    regions: Collection[str],
    zones: Collection[str],
    stored: Mapping[str, Department],
) -> Department:
    return Department(
        code=row.text("code", longest=32),
        name=row.text("name", longest=80),
        short_name=row.text("short_name", longest=40),
        function=row.text("function", longest=16),
        kind=row.one_of("kind", Department.Kind.values),
        region_id=row.known("region", regions, _("region")),
        zone_id=row.known_or_none("zone", zones, _("development zone")),
        parent=stored.get(row.cells["parent"]),
    )


def _load_calendar(work: UnitOfWork, folder: Path) -> Loaded:
    """A year comes with its days, once; a provisional year gives way when the file knows the
    State Council's notice."""
    rows = table(folder / "calendar_years.csv", ("year", "state", "notice"))
    once(rows, "year")
    given = {year.year: year for year in map(_calendar_year, rows)}
    days = _calendar_days(folder, given)
    stored = {year.year: year for year in CalendarYear.objects.select_for_update()}
    became_final = [
        year
        for number, year in given.items()
        if number in stored and _settles(year, stored[number])
    ]
    CalendarDay.objects.filter(year__in=became_final).delete()
    work.change_all(became_final, ["state", "notice"])
    stored.update((year.year, year) for year in became_final)
    loaded = insert_missing(
        work,
        "calendar_years.csv",
        given.values(),
        stored=stored.values(),
        key=lambda year: year.year,
        columns=("state", "notice"),
    )
    fresh = {number for number, year in given.items() if stored.get(number, year) is year}
    return loaded + _load_days(work, days, fresh)


def _load_days(work: UnitOfWork, days: list[CalendarDay], fresh: set[int]) -> Loaded:
    stored = {day.date: day for day in CalendarDay.objects.all()}
    new = [day for day in days if day.year_id in fresh]
    differences = [
        Difference("calendar.csv", str(day.date), "kind", _kind_of(stored.get(day.date)), day.kind)
        for day in days
        if day.year_id not in fresh and _kind_of(stored.get(day.date)) != day.kind
    ]
    work.create_all(new)
    return Loaded({"calendar.csv": len(new)}, differences)


def _kind_of(day: CalendarDay | None) -> str:
    return day.kind if day else ""


def _settles(given: CalendarYear, stored: CalendarYear) -> bool:
    states = CalendarYear.State
    return (stored.state, given.state) == (states.PROVISIONAL, states.FINAL)


def _calendar_year(row: FileRow) -> CalendarYear:
    state = row.one_of("state", CalendarYear.State.values)
    return CalendarYear(
        year=row.whole("year", least=2000, most=2100),
        state=state,
        notice=row.text("notice", longest=200, empty=state == CalendarYear.State.PROVISIONAL),
    )


def _calendar_days(folder: Path, years: Mapping[int, CalendarYear]) -> list[CalendarDay]:
    rows = table(folder / "calendar.csv", ("date", "kind", "name", "year", "source"))
    once(rows, "date")
    days = []
    for row in rows:
        year = row.whole("year", least=2000, most=2100)
        if year not in years:
            raise row.unknown("year", _("calendar year"), str(year))
        days.append(
            CalendarDay(
                date=row.day("date"),
                kind=row.one_of("kind", CalendarDay.Kind.values),
                name=row.text("name", longest=50),
                year_id=year,
                source=row.text("source", longest=200),
            )
        )
    return days
