"""What the selects of a filter bar offer: the regions, departments, sectors … of a person's own
area, each list in one query."""

from django.utils.translation import get_language

from directory.models import FICTITIOUS_PREFIX, Department, Region, User, Zone, region_prefix
from projects.models import Project, ProjectList, Sector
from projects.querysets import home_region, sees_everything
from web.filters import Choices


def regions(user: User, chosen: str = "") -> Choices:
    """The regions of a person's area; above all regions the cities, and the counties of the one
    that is chosen."""
    home = home_region(user)
    if home:
        prefix = region_prefix(home)[:4]
        rows = Region.objects.filter(code__startswith=prefix)
    else:
        rows = Region.objects.filter(level=Region.Level.CITY)
        if chosen and not chosen.endswith("0000"):
            rows |= Region.objects.filter(code__startswith=chosen[:4])
    return [
        (code, name if level == Region.Level.CITY else f"　{name}")
        for code, name, level in rows.order_by("code").values_list("code", "name", "level")
    ]


def departments(user: User, chosen: str = "") -> Choices:
    """The departments of a person's city, or of the region that one above all has chosen."""
    home = home_region(user) or chosen
    if not home:
        return []
    rows = Department.objects.filter(region__code__startswith=region_prefix(home)[:4], active=True)
    return [(str(pk), name) for pk, name in rows.order_by("code").values_list("pk", "name")]


def sectors() -> Choices:
    """Both levels of the sectors, the second one indented."""
    name = "name_en" if (get_language() or "").startswith("en") else "name"
    rows = Sector.objects.order_by("code").values_list("code", name, "parent_id")
    return [(code, f"　{word}" if parent else word) for code, word, parent in rows]


def zones(user: User, chosen: str = "") -> Choices:
    """The development zones of a person's city."""
    home = home_region(user) or chosen
    rows = Zone.objects.order_by("code")
    if home:
        rows = rows.filter(region__code__startswith=region_prefix(home)[:4])
    else:
        rows = rows.exclude(region__code__startswith=FICTITIOUS_PREFIX)
    return list(rows.values_list("code", "short_name"))


def lists(user: User) -> Choices:
    """The lists that a person may read, the newest first."""
    rows = ProjectList.objects.visible_to(user).order_by("-year", "code")
    return list(rows.values_list("code", "name")[:200])


def cities(user: User) -> Choices:
    """The cities between which one above all regions switches: those that have projects."""
    if not sees_everything(user):
        return []
    held = Project.objects.in_register().values("city_code").distinct()
    codes = [f"{code}00" for code in held.order_by().values_list("city_code", flat=True)]
    return list(Region.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))
