"""The month's report: written, reported as unchanged, passed or returned."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import RuleViolation
from projects import policy
from projects.models import Report
from projects.policy import Action
from projects.queries.reports import report_before
from projects.rules.periods import Period
from projects.services import evidence, reports
from web.formats import in_wan
from web.forms.acting import AttachForm, ConfirmOnlyForm, DecisionForm, ReportForm
from web.views.acting.base import Act, Words
from web.views.acting.milestones import uploads
from web.views.acting.office import OnProject

WRITTEN = (
    "cumulative_investment",
    "progress_words",
    "progress_percent",
    "next_step",
    "problems",
    "correction_reason",
)


def month_words(year: int, month: int) -> str:
    """A period as people say it: 2026年10月."""
    return gettext("%(month)s/%(year)s") % {"year": year, "month": month}


class OfPeriod(OnProject):
    """An act on the report of one period of a project."""

    action = Action.REPORT
    anchor = "#reports"
    period: Period
    report: Report | None

    def load(self, **address: int) -> None:
        super().load(**address)
        if not 1 <= address["month"] <= 12:
            raise Http404
        self.period = Period(address["year"], address["month"])
        self.report = self.project.reports.filter(
            year=self.period.year, month=self.period.month
        ).first()

    def refusal(self) -> RuleViolation | None:
        """A month to come and one before the register are not reported on."""
        return reports.refusal_of_month(
            self.project, self.period.year, self.period.month, today=self.today
        )

    def version(self) -> int | None:
        return self.report.version if self.report else None

    def subject(self) -> str:
        return month_words(self.period.year, self.period.month)

    def key(self) -> str:
        return f"{self.name}-{self.project.pk}-{self.period}"


class WriteReport(OfPeriod):
    """Write the report of a period and hand it in, or keep it as a draft."""

    name = "report"
    form_class = ReportForm
    template_name = "web/acting/report.html"
    title = _("Monthly report")
    button = _("Hand in")
    done = _("The report is handed in.")

    def initial(self) -> dict[str, Any]:
        """What was written before, or the words of the last report to go on from."""
        if self.report is not None:
            return {field: getattr(self.report, field) for field in WRITTEN}
        before = report_before(self.project, self.period)
        if before is None:
            return {}
        return {
            "progress_words": before.progress_words,
            "progress_percent": before.progress_percent,
        }

    def present(self) -> dict[str, Any]:
        if self.report is None:
            return {}
        return {field: getattr(self.report, field) for field in WRITTEN}

    def present_facts(self) -> list[tuple[Words, str, str]]:
        return [(_("Stage"), "", self.report.get_state_display())] if self.report else []

    def context(self, form: Any) -> dict[str, Any]:
        before = report_before(self.project, self.period)
        returned = None
        if self.report and self.report.state == Report.State.RETURNED:
            returned = self.report.decisions.filter(kind="return").order_by("-id").first()
        return {
            "before": before,
            "before_month": month_words(before.year, before.month) if before else "",
            "before_amount": in_wan(before.cumulative_investment) if before else "",
            "returned": returned,
        }

    def perform(self, data: dict[str, Any]) -> Any:
        draft = "draft" in self.request.POST
        service = reports.save_draft if draft else reports.submit
        if draft:
            self.done = _("The draft is kept.")
        return service(
            project_id=self.project.pk,
            year=self.period.year,
            month=self.period.month,
            values={field: data[field] for field in WRITTEN},
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class ReportNoChange(OfPeriod):
    """「本月无变化」 in one click."""

    name = "no-change"
    form_class = ConfirmOnlyForm
    title = _("Report: no change this month")
    button = _("No change this month")
    done = _("Reported as unchanged.")

    def perform(self, data: dict[str, Any]) -> Any:
        return reports.report_no_change(
            project_id=self.project.pk,
            year=self.period.year,
            month=self.period.month,
            actor=self.person,
            now=clock.now(),
        )


class ReviewReport(Act):
    """Pass a report on, approve it at the last step, or return it with the reason."""

    name = "review"
    form_class = DecisionForm
    template_name = "web/acting/review.html"
    title = _("Review the report")
    button = _("Approve")
    done = _("The report is reviewed.")
    anchor = "#reports"
    report: Report

    def load(self, **address: int) -> None:
        rows = Report.objects.visible_to(self.person).select_related(
            "project__region", "reported_by", "on_behalf_of", "report_round"
        )
        self.report = rows.get(pk=address["report_id"])
        self.project = self.report.project

    def may(self) -> bool:
        """Who reviews reports of this project; that it waits for another step is a sentence."""
        acts = policy.allowed_actions(self.person, self.project)
        return policy.may_review(self.person, self.report) or Action.REVIEW_REPORT in acts

    def version(self) -> int | None:
        return self.report.version

    def subject(self) -> str:
        return month_words(self.report.year, self.report.month)

    def key(self) -> str:
        return f"{self.name}-{self.report.pk}"

    def present_facts(self) -> list[tuple[Words, str, str]]:
        return [
            (_("Stage"), "", self.report.get_state_display()),
            (_("Progress in words"), "", self.report.progress_words),
            (
                _("Investment since the beginning of the year (10,000 yuan)"),
                "",
                in_wan(self.report.cumulative_investment),
            ),
        ]

    def perform(self, data: dict[str, Any]) -> Any:
        approving = data["decision"] == "approve"
        act = reports.approve if approving else reports.return_report
        if not approving:
            self.done = _("The report is returned.")
        return act(
            report_id=self.report.pk,
            note=data["note"],
            version=data["version"],
            actor=self.person,
            now=clock.now(),
        )


class Attach(OnProject):
    """Attach a file to the project."""

    name = "attach"
    action = Action.ATTACH
    form_class = AttachForm
    title = _("Attach a file")
    button = _("Attach")
    done = _("The file is attached.")
    anchor = "#evidence"

    def perform(self, data: dict[str, Any]) -> Any:
        [upload] = uploads([data["evidence"]])
        return evidence.attach(
            project_id=self.project.pk, upload=upload, actor=self.person, now=clock.now()
        )
