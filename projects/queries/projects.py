"""Projects as lists show them."""

from django.db.models import Prefetch

from projects.models import ProjectDepartment
from projects.querysets import ProjectQuerySet


def for_board(projects: ProjectQuerySet) -> ProjectQuerySet:
    """With what a list shows of each row: sector, region and the lead department
    (`project.leads`, at most one), in two queries whatever the number of rows."""
    leads = ProjectDepartment.objects.filter(part=ProjectDepartment.Part.LEAD)
    return (
        projects.select_related("sector", "region", "zone")
        .prefetch_related(
            Prefetch("parties", leads.select_related("department"), to_attr="leads"),
        )
        .defer("content", "light_sentences", "search_grams", "withdrawn_reason")
    )
