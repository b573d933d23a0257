"""The admin: reference data through the services, the register only to look at."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin

from directory.admin import LookOnlyAdmin
from directory.models import Department, Region, Role, User
from projects.models import Project
from tests.cast import Cast
from tests.factories import UserFactory
from tests.web.pages import client_of, see, status_of

PASSWORD = "大桥-2026-竣工"


@pytest.fixture
def keeper(cast: Cast) -> User:
    """The administrator, let into the admin."""
    cast.administrator.is_staff = cast.administrator.is_superuser = True
    cast.administrator.save(update_fields=["is_staff", "is_superuser"])
    return cast.administrator


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser sends of an admin form as it stands."""
    values = {}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            values[name] = "on"
        elif value not in (None, False):
            values[name] = str(value)
    return values


def test_every_page_of_the_admin_opens(keeper: User) -> None:
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert status_of(keeper, address) == 200, address


def test_the_admin_speaks_chinese(cast: Cast, keeper: User) -> None:
    """Every heading of a list, every filter and every label of a form."""
    client = client_of(keeper)
    codes = {"GB/T 4754", "SHA-256", "OC4IDS"}
    for model, made in admin.site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer: Any = client.get(address)
        listed = answer.context["cl"]
        heads = [str(getattr(one, "short_description", one)) for one in listed.list_display[1:]]
        heads += [str(one.title) for one in listed.get_filters(answer.wsgi_request)[0]]
        form = made.get_form(answer.wsgi_request)
        heads += [str(label) for label in (form._meta.labels or {}).values()]
        assert [head for head in heads if head.isascii() and head not in codes] == [], address


def test_a_list_of_the_admin_can_be_sorted_and_opened(cast: Cast, keeper: User) -> None:
    page = see(keeper, "/admin/directory/department/?o=-2")

    assert "职能代码" in page
    assert f"/admin/directory/department/{cast.lead_department.pk}/change/" in page
    assert "sortable column-name" in page


def test_a_correction_leaves_history_with_its_author(cast: Cast, keeper: User) -> None:
    client = client_of(keeper)
    department = cast.lead_department
    address = f"/admin/directory/department/{department.pk}/change/"
    form = client.get(address).context["adminform"].form

    answer = client.post(address, fields_of(form) | {"short_name": "市交通局"})

    assert answer.status_code == 302
    stored = Department.objects.get(pk=department.pk)
    assert (stored.short_name, stored.version) == ("市交通局", department.version + 1)
    event: Any = Department.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["action"] == "reference.change"
    assert event.pgh_context.metadata["actor"] == keeper.pk


def test_a_department_is_added_and_never_deleted(cast: Cast, keeper: User) -> None:
    client = client_of(keeper)
    values = {
        "code": "140800-new",
        "name": "运城市新设局",
        "short_name": "新设局",
        "function": "xsj",
        "kind": "bureau",
        "region": "140800",
        "active": "on",
    }

    assert client.post("/admin/directory/department/add/", values).status_code == 302
    added = Department.objects.get(code="140800-new")
    assert client.post(f"/admin/directory/department/{added.pk}/delete/").status_code == 403


def test_a_person_is_added_with_their_office(cast: Cast, keeper: User) -> None:
    values = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "display_name": "新同志",
        "role": Role.DEPARTMENT_REPORTER,
        "department": str(cast.lead_department.pk),
        "language": "zh-hans",
    }

    answer = client_of(keeper).post("/admin/directory/user/add/", values)

    assert answer.status_code == 302, answer.context and answer.context["errors"]
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.check_password(PASSWORD)
    assert newcomer.department == cast.lead_department


def test_a_password_is_set_anew(cast: Cast, keeper: User) -> None:
    address = f"/admin/directory/user/{cast.lead.pk}/password/"

    values = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    refused = client_of(keeper).post(address, values)
    assert refused.status_code == 200
    assert "reason" in refused.context["form"].errors
    assert 'name="reason"' in refused.content.decode()
    answer = client_of(keeper).post(address, values | {"reason": "本人遗忘密码"})

    assert answer.status_code == 302
    assert User.objects.get(pk=cast.lead.pk).check_password(PASSWORD)
    event: Any = User.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_obj_id == cast.lead.pk
    assert event.pgh_context.metadata["action"] == "user.set_password"
    assert event.pgh_context.metadata["actor"] == keeper.pk
    assert event.pgh_context.metadata["reason"] == "本人遗忘密码"


def test_ones_own_password_is_changed_on_the_page_for_everybody(keeper: User) -> None:
    for answer in (
        client_of(keeper).get("/admin/password_change/"),
        client_of(keeper).post("/admin/password_change/", {"new_password1": PASSWORD}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/password/")


def test_a_person_is_left_without_a_password(cast: Cast, keeper: User) -> None:
    address = f"/admin/directory/user/{cast.lead.pk}/password/"
    cast.lead.set_password(PASSWORD)
    cast.lead.save(update_fields=["password"])

    client_of(keeper).post(
        address, {"usable_password": "false", "unset-password": "x", "reason": "改用统一认证"}
    )

    assert not User.objects.get(pk=cast.lead.pk).has_usable_password()


def test_rows_of_the_register_can_only_be_looked_at(cast: Cast, keeper: User) -> None:
    client = client_of(keeper)
    address = f"/admin/projects/project/{cast.project.pk}/"

    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"name": "改名"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/projects/project/add/").status_code == 403
    assert Project.objects.get(pk=cast.project.pk).name == cast.project.name


def test_every_model_of_the_register_in_the_admin_is_look_only() -> None:
    kept = {"Sector", "PermitMatter", "ScheduleTemplate", "LightRule"}
    for model, shown in admin.site._registry.items():
        if model._meta.app_label in ("projects", "plans") and model.__name__ not in kept:
            assert isinstance(shown, LookOnlyAdmin), model
    assert apps.is_installed("django.contrib.admin")


@pytest.mark.parametrize("name", ["plan_office", "lead", "leader"])
def test_others_find_no_admin(cast: Cast, name: str) -> None:
    assert status_of(cast.people()[name], "/admin/") == 302


def test_an_administrator_of_a_region_keeps_nothing(cast: Cast) -> None:
    bound = UserFactory(
        username="bound", role=Role.ADMINISTRATOR, region=Region.objects.get(code="140800")
    )
    bound.is_staff = True
    bound.save(update_fields=["is_staff"])

    assert status_of(bound, "/admin/directory/department/") == 403
