"""Which departments a project can be given to, as a select offers them."""

from collections import defaultdict

from django.db.models import Q

from directory.models import Department
from projects.models import Project

Groups = list[tuple[str, list[tuple[str, str]]]]


def departments_for(project: Project) -> Groups:
    """The departments in force of the project's city, then of its counties, then of the province,
    each under its region."""
    code = project.region_id
    near = Q(region__code__startswith=code[:4]) | Q(region__code=f"{code[:2]}0000")
    rows = Department.objects.filter(near, active=True).select_related("region")
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    order: dict[str, tuple[int, str]] = {}
    for row in rows.order_by("region_id", "code"):
        groups[row.region.name].append((str(row.pk), row.name))
        ours = row.region_id == code or row.region_id == f"{code[:4]}00"
        place = 0 if ours else 1 if row.region_id.startswith(code[:4]) else 2
        order[row.region.name] = (place, row.region_id)
    return [(name, groups[name]) for name in sorted(groups, key=order.__getitem__)]
