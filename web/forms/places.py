"""What a project's sector, zone and company can be, as selects offer them."""

from collections import defaultdict

from django.utils.translation import get_language

from directory.models import Company, Zone, region_prefix
from projects.models import Project, Sector

Choices = list[tuple[str, str]]
NOTHING = ("", "—")


def sectors() -> list[tuple[str, Choices]]:
    """The sectors of both levels, each under its own upper one."""
    name = "name_en" if (get_language() or "").startswith("en") else "name"
    rows = list(Sector.objects.order_by("code").values_list("code", name, "parent_id"))
    groups: dict[str, Choices] = defaultdict(list)
    for code, word, parent in rows:
        groups[parent or code].append((code, word))
    words = {code: word for code, word, _parent in rows}
    return [(words[code], members) for code, members in groups.items()]


def zones_for(project: Project) -> Choices:
    """The development zones of the project's city."""
    rows = Zone.objects.filter(region__code__startswith=_city(project)).order_by("code")
    return [NOTHING, *((str(pk), name) for pk, name in rows.values_list("pk", "name"))]


def companies_for(project: Project) -> Choices:
    """The project companies of the project's city, and the one that it has now."""
    rows = Company.objects.filter(region__code__startswith=_city(project))
    if project.company_id:
        rows = rows | Company.objects.filter(pk=project.company_id)
    names = rows.order_by("name", "id").values_list("pk", "name")
    return [NOTHING, *((str(pk), name) for pk, name in names)]


def _city(project: Project) -> str:
    return region_prefix(project.region_id)[:4]
