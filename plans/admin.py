"""The library of plans for administrators, to look at: its home are the fixtures and the intake."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from directory.admin import LookOnlyAdmin
from plans.models import Commitment, Plan


@admin.register(Plan)
class PlanAdmin(LookOnlyAdmin):
    list_display = ("doc", "number", "title", "region", "period_start", "period_end")
    list_select_related = ("region",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("text")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All but the book itself, which has a page of its own."""
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "text"]

    exclude = ("text",)


@admin.register(Commitment)
class CommitmentAdmin(LookOnlyAdmin):
    list_display = ("plan", "box", "group", "name", "level")
    list_filter = ("level",)
    search_fields = ("name", "quote")
    list_select_related = ("plan",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("plan__text")
