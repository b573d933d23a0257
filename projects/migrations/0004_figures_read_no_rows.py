from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

OPEN = models.Q(("state", "open"))


class Migration(migrations.Migration):
    """Indexes that carry what the figures count by. They are built beside a table in use, the
    new ones before the old ones go."""

    atomic = False

    dependencies = [
        ("directory", "0002_jobs_asked_for_once"),
        ("projects", "0003_narrow_what_rows_may_say"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="milestone",
            index=models.Index(
                condition=OPEN,
                fields=["city_code", "due_on", "id"],
                include=["region", "department", "project"],
                name="milestone_open_in_city",
            ),
        ),
        AddIndexConcurrently(
            model_name="milestone",
            index=models.Index(
                condition=OPEN,
                fields=["region", "due_on", "id"],
                include=["department", "project"],
                name="milestone_open_in_region",
            ),
        ),
        AddIndexConcurrently(
            model_name="milestone",
            index=models.Index(
                condition=OPEN,
                fields=["department", "due_on", "id"],
                include=["region", "project"],
                name="milestone_open_of_department",
            ),
        ),
        AddIndexConcurrently(
            model_name="project",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=["city_code", "kind", "status", "light", "id"],
                include=["next_due_on", "plan_period_end"],
                name="project_city_figures",
            ),
        ),
        AddIndexConcurrently(
            model_name="project",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["id"],
                name="project_withdrawn",
            ),
        ),
        AddIndexConcurrently(
            model_name="projectdepartment",
            index=models.Index(
                condition=models.Q(("confirmed", True), ("part", "lead")),
                fields=["project"],
                name="project_confirmed_lead",
            ),
        ),
        RemoveIndexConcurrently(model_name="milestone", name="milestone_open_city"),
        RemoveIndexConcurrently(model_name="milestone", name="milestone_open_region"),
        RemoveIndexConcurrently(model_name="milestone", name="milestone_open_department"),
    ]
