"""Where and who, for administrators; and what the admin of every app shares: reference data
written through the services, rows of the register that can only be looked at."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.models import CalendarDay, CalendarYear, Company, Department, Region, User, Zone
from directory.services import upkeep, users
from directory.words import WORDS, word_of

admin.site.unregister(Group)
admin.site.site_header = admin.site.site_title = _("Reference data")
admin.site.index_title = _("Kept by administrators; every change leaves its trace")


def person(request: HttpRequest) -> User:
    """Who works in the admin."""
    assert isinstance(request.user, User)
    return request.user


class InWords(admin.ModelAdmin):  # type: ignore[type-arg]
    """Columns, filters and forms under the words of their readers, and not the tables' names."""

    def get_list_display(self, request: HttpRequest) -> Any:
        return [_column(self.model, str(name)) for name in super().get_list_display(request)]

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        links = super().get_list_display_links(request, list_display) or ()
        return [one for one in list_display if one in links or one.__name__ in links]

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """None: by every column."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [(name, _filter) for name in super().get_list_filter(request)]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        named = {"labels": _labels(self.model)} | kwargs
        return super().get_form(request, obj, change=change, **named)


def _column(model: type[models.Model], name: str) -> Callable[[Any], Any]:
    """A field as a column: shown and sorted as it is, under its word."""
    field: Any = model._meta.get_field(name)
    word: Any = word_of(field)
    yes_or_no = True if isinstance(field, models.BooleanField) else None

    @admin.display(description=word, ordering=name, boolean=yes_or_no)
    def column(row: Any) -> Any:
        in_words = getattr(row, f"get_{name}_display", None)
        return in_words() if in_words else getattr(row, name)

    column.__name__ = name
    return column


def _filter(field: Any, *given: Any, **named: Any) -> admin.FieldListFilter:
    """A filter as Django makes it for the field, under its word."""
    made = admin.FieldListFilter.create(field, *given, **named)
    made.title = str(word_of(field))
    return made


def _labels(model: type[models.Model]) -> dict[str, Any]:
    """The words of a form, by field."""
    fields: list[Any] = list(model._meta.concrete_fields)
    return {field.name: word_of(field) for field in fields if field.name in WORDS}


class ReferenceAdmin(InWords):
    """Reference data: added and corrected by administrators above all regions, never deleted."""

    list_per_page = 50
    show_full_result_count = False

    def save_model(
        self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool
    ) -> None:
        """Write through the service: history says who, the version rises."""
        who, now = person(request), clock.now()
        if change:
            columns = {field.name for field in obj._meta.concrete_fields}
            fields = [name for name in self.changed(form) if name in columns]
            upkeep.change(obj, fields=fields, actor=who, now=now)
        else:
            upkeep.add(obj, actor=who, now=now)

    def changed(self, form: "ModelForm[Any]") -> list[str]:
        """The fields that this form changed."""
        return list(form.changed_data)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: "BaseFormSet[Any]", change: bool
    ) -> None:
        """The rows beneath a row, by the same services."""
        who, now = person(request), clock.now()
        formset.save(commit=False)  # type: ignore[attr-defined]
        for row in formset.deleted_objects:  # type: ignore[attr-defined]
            upkeep.remove(row, actor=who, now=now)
        for row in formset.new_objects:  # type: ignore[attr-defined]
            upkeep.add(row, actor=who, now=now)
        for row, fields in formset.changed_objects:  # type: ignore[attr-defined]
            upkeep.change(row, fields=fields, actor=who, now=now)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and upkeep.may_keep(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RowsBeneath(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to a row of reference data, as the days of a year."""

    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"labels": _labels(self.model)} | kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return upkeep.may_keep(person(request))


class LookOnlyAdmin(ReferenceAdmin):
    """Rows of the register: to be looked at; they change only through the pages and the API."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.name for field in self.model._meta.concrete_fields if _is_shown(field)]


def _is_shown(field: "models.Field[Any, Any]") -> bool:
    return not isinstance(field, models.GeneratedField)


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ("code", "name", "short_name", "level", "parent")
    list_filter = ("level",)
    search_fields = ("code", "name")
    list_select_related = ("parent",)
    raw_id_fields = ("parent",)


@admin.register(Zone)
class ZoneAdmin(ReferenceAdmin):
    list_display = ("code", "name", "region", "level", "counted_apart")
    search_fields = ("code", "name")
    list_select_related = ("region",)
    raw_id_fields = ("region",)


@admin.register(Department)
class DepartmentAdmin(ReferenceAdmin):
    list_display = ("code", "name", "short_name", "function", "kind", "region", "active")
    list_filter = ("kind", "active")
    search_fields = ("code", "name", "short_name")
    list_select_related = ("region",)
    raw_id_fields = ("region", "zone", "parent")


@admin.register(Company)
class CompanyAdmin(ReferenceAdmin):
    list_display = ("name", "credit_code", "region")
    search_fields = ("name", "credit_code")
    list_select_related = ("region",)
    raw_id_fields = ("region",)


class CalendarDays(RowsBeneath):
    model = CalendarDay


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceAdmin):
    list_display = ("year", "state", "notice")
    inlines = (CalendarDays,)


OFFICE = ("display_name", "title", "role", "region", "department", "company")
REACHED = ("telephone", "email", "language")
DOORS = ("is_active", "is_staff", "may_write_api")


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password for another person, or none any more, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *given: Any, actor: User, **named: Any) -> None:
        super().__init__(*given, **named)
        self.actor = actor

    def save(self, commit: bool = True) -> User:
        """Hand it to the service."""
        values = self.cleaned_data
        person = users.set_password(
            user_id=self.user.pk,
            password=values["password1"] if values["set_usable_password"] else None,
            actor=self.actor,
            now=clock.now(),
            reason=values["reason"],
        )
        # Django's page goes on with it.
        self.user = person
        return person


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A person with the office they hold, so that none begins without one."""

    class Meta:
        model = User
        fields = ("username", *OFFICE, *REACHED)


@admin.register(User)
class UserAdmin(ReferenceAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    """People: their office, and how they are reached. Who leaves is closed, not deleted."""

    list_display = ("username", "display_name", "role", "region", "department", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("username", "display_name", "email")
    list_select_related = ("region", "department")
    raw_id_fields = ("region", "department", "company")
    readonly_fields = ("last_login", "date_joined", "password_set_at")
    filter_horizontal = ()
    add_form = NewUserForm
    change_user_password_template = "admin/directory/user/change_password.html"  # noqa: S105
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Position and unit"), {"fields": OFFICE}),
        (_("How to reach them"), {"fields": REACHED}),
        (_("Doors"), {"fields": (*DOORS, "last_login", "date_joined", "password_set_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Position and unit"), {"fields": OFFICE}),
        (_("How to reach them"), {"fields": REACHED}),
    )

    def changed(self, form: "ModelForm[Any]") -> list[str]:
        """A new password stands in a column of another name than its form's fields."""
        names = super().changed(form)
        return ["password" if name in ("password1", "password2") else name for name in names]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (the name Django calls it by)
        form_url: str = "",
    ) -> HttpResponse:
        """Django's page; its form is told who works, and writes through the service."""
        told = copy(self)
        told.change_password_form = partial(NewPasswordForm, actor=person(request))
        return DjangoUserAdmin.user_change_password(told, request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
