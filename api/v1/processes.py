"""/change-requests/ and /reports/: asked for, handed in, decided."""

from typing import Any

from rest_framework.request import Request

from api.errors import PreconditionRequired
from api.resource import DetailEndpoint, ListEndpoint
from api.schema import describe_detail, describe_list, describe_write
from api.v1.inputs import (
    ChangeRequestIn,
    DecisionIn,
    PeriodIn,
    ReportIn,
    ReportReturnIn,
    ReturnIn,
    WithdrawIn,
)
from api.v1.resources import CHANGE_REQUESTS, REPORTS
from api.v1.writing import WriteEndpoint
from api.versions import version_seen
from directory import clock
from directory.errors import Conflict
from projects.services import changes, reports


@describe_write(
    CHANGE_REQUESTS,
    "change_request_file",
    "File a request to move a due date",
    form=ChangeRequestIn,
    versioned=False,
    created=True,
    example={
        "milestone": 31,
        "new_due_on": "2027-06-30",
        "reason_code": "land",
        "reason": "征迁剩余两户，区政府承诺 3 月底前完成。",
    },
)
@describe_list(CHANGE_REQUESTS, "Change requests", "Requests to change what was approved.")
class ChangeRequestList(ListEndpoint, WriteEndpoint):
    resource = CHANGE_REQUESTS
    form = ChangeRequestIn
    versioned = False
    created = True

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        values["milestone_id"] = values.pop("milestone")
        return changes.file_request(**values, actor=self.user, now=clock.now()).pk


@describe_detail(CHANGE_REQUESTS, "A change request")
class ChangeRequestDetail(DetailEndpoint):
    resource = CHANGE_REQUESTS


class _Decide(WriteEndpoint):
    resource = CHANGE_REQUESTS
    service: Any

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        type(self).service(request_id=pk, **values, actor=self.user, now=clock.now())
        return pk


@describe_write(
    CHANGE_REQUESTS,
    "change_request_approve",
    "Approve: the new date is in force, a new baseline keeps the old one readable",
    form=DecisionIn,
    example={"version": 1, "note": "同意"},
)
class ChangeRequestApprove(_Decide):
    form = DecisionIn
    service = staticmethod(changes.approve)


@describe_write(
    CHANGE_REQUESTS,
    "change_request_return",
    "Return with the reason why; the date in force stays",
    form=ReturnIn,
    example={"version": 1, "note": "理由不充分，请补充征迁进度。"},
)
class ChangeRequestReturn(_Decide):
    form = ReturnIn
    service = staticmethod(changes.return_request)


@describe_write(
    CHANGE_REQUESTS,
    "change_request_withdraw",
    "Take one's own request back",
    form=WithdrawIn,
    example={"version": 1},
)
class ChangeRequestWithdraw(_Decide):
    form = WithdrawIn
    service = staticmethod(changes.withdraw_request)


NONE_SEEN = 0
"""The version of a report that was not there when the caller looked."""

# --- Reports ------------------------------------------------------------------------------------

REPORT_EXAMPLE = {
    "project": 7,
    "year": 2026,
    "month": 10,
    "cumulative_investment": "12500.0000",
    "progress_words": "主体结构封顶",
    "next_step": "设备安装",
}


class _WriteReport(WriteEndpoint):
    resource = REPORTS
    form = ReportIn
    versioned = False
    service: Any

    def values(self, request: Request) -> dict[str, Any]:
        """Who says no version has seen no report of the period; that is compared as well."""
        values = super().values(request)
        says = values.get("version") or "If-Match" in request.headers
        values["version"] = version_seen(request, values) if says else NONE_SEEN
        return values

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        project, year, month, version = (
            values.pop(name) for name in ("project", "year", "month", "version")
        )
        try:
            report = type(self).service(
                project_id=project,
                year=year,
                month=month,
                version=version,
                values=values,
                actor=self.user,
                now=clock.now(),
            )
        except Conflict:
            if version == NONE_SEEN:
                raise PreconditionRequired from None
            raise
        return report.pk


@describe_write(
    REPORTS,
    "report_draft",
    "Begin or continue the draft of a period",
    form=ReportIn,
    versioned=None,
    example=REPORT_EXAMPLE,
)
@describe_list(REPORTS, "Reports", "The reports of your own area, or all that you may see.")
class ReportList(ListEndpoint, _WriteReport):
    service = staticmethod(reports.save_draft)


@describe_detail(REPORTS, "A report")
class ReportDetail(DetailEndpoint):
    resource = REPORTS


@describe_write(
    REPORTS,
    "report_submit",
    "Write a report and hand it to the first step of its chain",
    form=ReportIn,
    versioned=None,
    example=REPORT_EXAMPLE,
)
class ReportSubmit(_WriteReport):
    service = staticmethod(reports.submit)


@describe_write(
    REPORTS,
    "report_no_change",
    "「本月无变化」: hand in the figures and words of the report before",
    form=PeriodIn,
    versioned=False,
    example={"project": 7, "year": 2026, "month": 10},
)
class ReportNoChange(WriteEndpoint):
    resource = REPORTS
    form = PeriodIn
    versioned = False

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        values["project_id"] = values.pop("project")
        return reports.report_no_change(**values, actor=self.user, now=clock.now()).pk


class _Review(WriteEndpoint):
    resource = REPORTS
    service: Any

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        type(self).service(report_id=pk, **values, actor=self.user, now=clock.now())
        return pk


@describe_write(
    REPORTS,
    "report_approve",
    "Pass a report on; at the last step of its chain it is approved",
    form=DecisionIn,
    example={"version": 2},
)
class ReportApprove(_Review):
    form = DecisionIn
    service = staticmethod(reports.approve)


@describe_write(
    REPORTS,
    "report_return",
    "Return a report with the reason why, and remarks per field",
    form=ReportReturnIn,
    example={"version": 2, "note": "投资与形象进度不符", "remarks": {"progress_words": "请核对"}},
)
class ReportReturn(_Review):
    form = ReportReturnIn
    service = staticmethod(reports.return_report)
