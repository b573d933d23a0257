"""The register's reference data for administrators; the register itself to look at."""

from django.contrib import admin

from directory.admin import LookOnlyAdmin, ReferenceAdmin, RowsBeneath
from projects.models import (
    ChangeRequest,
    LightRule,
    Milestone,
    PermitMatter,
    Project,
    ProjectList,
    Report,
    ReportRound,
    ScheduleTemplate,
    Sector,
    TemplateStep,
)


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ("code", "name", "name_en", "parent", "gbt4754", "oc4ids", "lead_function")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(PermitMatter)
class PermitMatterAdmin(ReferenceAdmin):
    list_display = ("order", "code", "name", "category", "default_issuer_function")
    list_display_links = ("code", "name")
    search_fields = ("code", "name")


class TemplateSteps(RowsBeneath):
    model = TemplateStep


@admin.register(ScheduleTemplate)
class ScheduleTemplateAdmin(ReferenceAdmin):
    list_display = ("code", "name", "sector", "approval_road")
    list_select_related = ("sector",)
    inlines = (TemplateSteps,)


@admin.register(LightRule)
class LightRuleAdmin(ReferenceAdmin):
    list_display = ("code", "name", "measure", "source", "own", "active")
    list_filter = ("active", "own")


@admin.register(Project)
class ProjectAdmin(LookOnlyAdmin):
    list_display = ("code", "name", "region", "status", "light", "next_due_on")
    list_filter = ("status", "light")
    search_fields = ("code", "name")
    list_select_related = ("region",)


@admin.register(Milestone)
class MilestoneAdmin(LookOnlyAdmin):
    list_display = ("project", "name", "department", "due_on", "state")
    list_filter = ("state",)
    search_fields = ("project__code", "project__name", "name")
    list_select_related = ("project", "department")


@admin.register(Report)
class ReportAdmin(LookOnlyAdmin):
    list_display = ("project", "year", "month", "state", "reported_by")
    list_filter = ("state", "year")
    search_fields = ("project__code", "project__name")
    list_select_related = ("project", "reported_by")


@admin.register(ReportRound)
class ReportRoundAdmin(LookOnlyAdmin):
    list_display = ("region", "year", "month", "due_on", "state")
    list_select_related = ("region",)


@admin.register(ProjectList)
class ProjectListAdmin(LookOnlyAdmin):
    list_display = ("code", "name", "region", "year", "state")
    list_select_related = ("region",)


@admin.register(ChangeRequest)
class ChangeRequestAdmin(LookOnlyAdmin):
    list_display = ("project", "milestone", "old_due_on", "new_due_on", "state")
    list_filter = ("state",)
    list_select_related = ("project", "milestone")
