"""/milestones/: what is owed when, and completing it; /overdue/: what is late."""

from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from api.errors import Fault, InvalidInput
from api.filters import Asking, refuse_unknown
from api.resource import DetailEndpoint, ListEndpoint
from api.schema import describe_detail, describe_list, describe_overdue, describe_write
from api.v1.inputs import CompleteIn, ForecastIn
from api.v1.resources import MILESTONES, OVERDUE_MILESTONES
from api.v1.writing import WriteEndpoint
from directory import clock
from projects.queries.overdue import GROUPS, overdue_groups
from projects.services import milestones


@describe_list(MILESTONES, "Milestones", "The milestones of your own area, or all you may see.")
class MilestoneList(ListEndpoint):
    resource = MILESTONES


@describe_detail(MILESTONES, "A milestone")
class MilestoneDetail(DetailEndpoint):
    resource = MILESTONES


@describe_write(
    MILESTONES,
    "milestone_complete",
    "Complete a milestone",
    form=CompleteIn,
    example={"version": 2, "actual_on": "2026-11-20", "note": "主体结构已封顶"},
)
class Complete(WriteEndpoint):
    resource = MILESTONES
    form = CompleteIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        milestones.complete(
            milestone_id=pk,
            version=values["version"],
            actual_on=values["actual_on"],
            note=values.get("note", ""),
            actor=self.user,
            now=clock.now(),
        )
        return pk


@describe_write(
    MILESTONES,
    "milestone_forecast",
    "Say when a milestone is expected",
    form=ForecastIn,
    example={"version": 2, "forecast_on": "2027-03-31", "reason": "征迁未完成"},
)
class Forecast(WriteEndpoint):
    resource = MILESTONES
    form = ForecastIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        milestones.forecast(
            milestone_id=pk,
            version=values["version"],
            forecast_on=values["forecast_on"],
            reason=values.get("reason", ""),
            actor=self.user,
            now=clock.now(),
        )
        return pk


@describe_overdue(OVERDUE_MILESTONES, sorted(GROUPS))
class Overdue(ListEndpoint):
    """Rows, or with `group_by` how much each department, region or sector owes."""

    resource = OVERDUE_MILESTONES

    def get(self, request: Request, **within: Any) -> HttpResponseBase:
        given = request._request.GET
        if "group_by" not in given:
            return super().get(request, **within)
        refuse_unknown(given, (*self.resource.filters.base_filters, "scope", "group_by"))
        by = given["group_by"]
        if by not in GROUPS:
            choices = ", ".join(sorted(GROUPS))
            raise InvalidInput([Fault.of("choice_unknown", "group_by", value=by, choices=choices)])
        asking = Asking(self.user, clock.today())
        rows = self.within(self.resource.rows(given, asking))
        groups = overdue_groups(rows, today=asking.today, by=by)
        return self.say(
            {
                "group_by": by,
                "today": asking.today,
                "milestones": sum(group.milestones for group in groups),
                "groups": [vars(group) for group in groups],
            }
        )

    def within(self, rows: Any, **within: Any) -> Any:
        return rows.overdue(clock.today())
