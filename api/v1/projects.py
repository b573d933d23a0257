"""/projects/: the register, and what a plan office does with a project."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.errors import checked
from api.resource import DetailEndpoint, ListEndpoint, one
from api.schema import describe_detail, describe_list, describe_write
from api.v1.inputs import (
    ConfirmLeadIn,
    ConfirmStatusIn,
    MoveIn,
    NewProjectIn,
    ProjectIn,
    ScheduleIn,
    SupportingIn,
)
from api.v1.resources import PROJECTS
from api.v1.writing import WriteEndpoint
from api.versions import version_seen
from directory import clock
from projects.services import projects, schedule
from projects.services.status import move


@describe_write(
    PROJECTS,
    "project_create",
    "Put a project into the register",
    form=NewProjectIn,
    versioned=False,
    created=True,
    example={
        "name": "运城机场三期扩建",
        "region": "140802",
        "sector": "0101",
        "total_investment": "81000.0000",
    },
)
@describe_list(PROJECTS, "Projects", "The projects of your own area, or all that you may see.")
class ProjectList(ListEndpoint, WriteEndpoint):
    resource = PROJECTS
    form = NewProjectIn
    versioned = False
    created = True

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        return projects.create_project(values=values, actor=self.user, now=clock.now()).pk


@describe_write(
    PROJECTS,
    "project_edit",
    "Edit a project",
    form=ProjectIn,
    method="patch",
    example={"version": 3, "total_investment": "81000.0000"},
)
@describe_detail(PROJECTS, "A project")
class ProjectDetail(DetailEndpoint):
    resource = PROJECTS

    def patch(self, request: Request, pk: int) -> HttpResponse:
        values = checked(ProjectIn, self.body(), context={"user": self.user})
        version = version_seen(request, values)
        values.pop("version", None)
        projects.edit_project(
            project_id=pk, version=version, values=values, actor=self.user, now=clock.now()
        )
        return one(self, pk)


@describe_write(
    PROJECTS,
    "project_confirm_lead",
    "Confirm or name the lead department",
    form=ConfirmLeadIn,
    example={"version": 3, "department": 12},
)
class ConfirmLead(WriteEndpoint):
    resource = PROJECTS
    form = ConfirmLeadIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        projects.confirm_lead(
            project_id=pk,
            version=values["version"],
            department_id=values["department"],
            actor=self.user,
            now=clock.now(),
        )
        return pk


@describe_write(
    PROJECTS,
    "project_lay_schedule",
    "Lay the schedule from a template, backwards from the finish",
    form=ScheduleIn,
    example={"version": 4, "template": "airport-approval", "finish_on": "2028-12-31"},
)
class LaySchedule(WriteEndpoint):
    resource = PROJECTS
    form = ScheduleIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        schedule.lay_schedule(
            project_id=pk,
            version=values["version"],
            template_code=values["template"],
            finish_on=values["finish_on"],
            done=values.get("done"),
            actor=self.user,
            now=clock.now(),
        )
        return pk


@describe_write(
    PROJECTS,
    "project_set_supporting",
    "Name all supporting departments",
    form=SupportingIn,
    method="put",
    example={"version": 4, "departments": [14, 15]},
)
class Supporting(WriteEndpoint):
    resource = PROJECTS
    form = SupportingIn
    http_method_names = ["put", "options"]

    def put(self, request: Request, pk: int) -> HttpResponse:
        return self.post(request, pk)

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        projects.set_supporting(
            project_id=pk,
            version=values["version"],
            department_ids=values["departments"],
            actor=self.user,
            now=clock.now(),
        )
        return pk


@describe_write(
    PROJECTS,
    "project_confirm_status",
    "Confirm the status that a rule proposed",
    form=ConfirmStatusIn,
    example={"version": 5},
)
class ConfirmStatus(WriteEndpoint):
    resource = PROJECTS
    form = ConfirmStatusIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        projects.confirm_status(project_id=pk, **values, actor=self.user, now=clock.now())
        return pk


@describe_write(
    PROJECTS,
    "project_move",
    "Move a project along 「四库」, or out of it",
    form=MoveIn,
    example={"version": 6, "after": "construction", "effective_on": "2026-11-20"},
)
class Move(WriteEndpoint):
    resource = PROJECTS
    form = MoveIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        move(project_id=pk, **values, actor=self.user, now=clock.now())
        return pk
