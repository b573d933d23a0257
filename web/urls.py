"""The addresses of the pages."""

from django.urls import path, re_path

from web.views import (
    auth,
    closing,
    commitments,
    counts,
    inbox,
    indicators,
    jobs,
    milestones,
    my_work,
    overdue,
    overview,
    plans,
    project,
    projects,
    reading,
)
from web.views.acting import commitments as on_commitment
from web.views.acting import counts as on_count
from web.views.acting import milestones as on_milestone
from web.views.acting import office, register, reports, verdicts
from web.views.intake import documents, review

ENDING = r"export\.(?P<ending>xlsx|csv)"

app_name = "web"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("projects/", projects.projects, name="projects"),
    re_path(rf"^projects/{ENDING}$", projects.export, name="projects_export"),
    path("projects/<int:project_id>/beside/", projects.beside, name="project_beside"),
    path("projects/<int:project_id>/", project.project, name="project"),
    path(
        "projects/<int:project_id>/history/",
        project.project_history_page,
        name="project_history",
    ),
    path("projects/<int:project_id>/lead/", office.ConfirmLead.as_view(), name="confirm_lead"),
    path(
        "projects/<int:project_id>/status/", office.ConfirmStatus.as_view(), name="confirm_status"
    ),
    path("projects/<int:project_id>/facts/", register.EditFacts.as_view(), name="edit_facts"),
    path(
        "projects/<int:project_id>/supporting/",
        register.SetSupporting.as_view(),
        name="set_supporting",
    ),
    path("projects/<int:project_id>/move/", register.MoveStatus.as_view(), name="move_status"),
    path("quotes/<int:link_id>/confirm/", register.ConfirmQuote.as_view(), name="confirm_quote"),
    path("projects/<int:project_id>/schedule/", office.LaySchedule.as_view(), name="lay_schedule"),
    path(
        "projects/<int:project_id>/milestones/",
        office.AddMilestone.as_view(),
        name="add_milestone",
    ),
    path("projects/<int:project_id>/files/", reports.Attach.as_view(), name="attach"),
    path(
        "projects/<int:project_id>/reports/<int:year>/<int:month>/",
        reports.WriteReport.as_view(),
        name="write_report",
    ),
    path(
        "projects/<int:project_id>/reports/<int:year>/<int:month>/no-change/",
        reports.ReportNoChange.as_view(),
        name="report_no_change",
    ),
    path("reports/<int:report_id>/review/", reports.ReviewReport.as_view(), name="review_report"),
    path(
        "milestones/<int:milestone_id>/complete/",
        on_milestone.Complete.as_view(),
        name="complete_milestone",
    ),
    path(
        "milestones/<int:milestone_id>/forecast/",
        on_milestone.Forecast.as_view(),
        name="forecast_milestone",
    ),
    path(
        "milestones/<int:milestone_id>/change/",
        on_milestone.AskForChange.as_view(),
        name="ask_for_change",
    ),
    path(
        "change-requests/<int:request_id>/decide/",
        office.DecideChange.as_view(),
        name="decide_change",
    ),
    path(
        "change-requests/<int:request_id>/withdraw/",
        office.WithdrawChange.as_view(),
        name="withdraw_change",
    ),
    path("evidence/<int:evidence_id>/", project.evidence, name="evidence"),
    path("my-work/", my_work.my_work, name="my_work"),
    path("overdue/", overdue.overdue, name="overdue"),
    re_path(rf"^overdue/{ENDING}$", overdue.export, name="overdue_export"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("mails/", inbox.mails, name="mails"),
    path("mails/<int:delivery_id>/", inbox.mail, name="mail"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("milestones/", milestones.milestones, name="milestones"),
    re_path(rf"^milestones/{ENDING}$", milestones.export, name="milestones_export"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:plan_id>/", reading.plan, name="plan"),
    path("plans/<int:plan_id>/counts/", counts.plan_counts, name="plan_counts"),
    path("plans/<int:plan_id>/counts/state/", on_count.State.as_view(), name="state_count"),
    path("counts/<int:promise_id>/change/", on_count.Change.as_view(), name="change_count"),
    path("counts/<int:promise_id>/drop/", on_count.Drop.as_view(), name="drop_count"),
    path("plans/<int:plan_id>/indicators/", indicators.plan_indicators, name="plan_indicators"),
    path("indicators/<int:indicator_id>/", indicators.indicator, name="indicator"),
    path("plans/<int:plan_id>/closing/", closing.closing, name="closing"),
    re_path(
        r"^plans/(?P<plan_id>\d+)/closing/export\.(?P<ending>xlsx|docx)$",
        closing.export,
        name="closing_export",
    ),
    path(
        "plans/<int:plan_id>/closing/confirm/",
        verdicts.ConfirmProposed.as_view(),
        name="confirm_proposed",
    ),
    path("commitments/<int:commitment_id>/verdict/", verdicts.Judge.as_view(), name="judge"),
    path(
        "commitments/<int:commitment_id>/verdict/confirm/",
        verdicts.ConfirmOne.as_view(),
        name="confirm_one",
    ),
    path(
        "commitments/<int:commitment_id>/verdict/change/",
        verdicts.ChangeVerdict.as_view(),
        name="change_verdict",
    ),
    path(
        "commitments/<int:commitment_id>/verdict/take-back/",
        verdicts.TakeBack.as_view(),
        name="take_back_verdict",
    ),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:commitment_id>/", commitments.commitment, name="commitment"),
    path("commitments/<int:commitment_id>/card/", commitments.card, name="commitment_card"),
    path(
        "commitments/<int:commitment_id>/take-up/", on_commitment.TakeUp.as_view(), name="take_up"
    ),
    path(
        "commitments/<int:commitment_id>/link/", on_commitment.Link.as_view(), name="link_project"
    ),
    path(
        "commitments/<int:commitment_id>/set-aside/",
        on_commitment.SetAside.as_view(),
        name="set_aside",
    ),
    path(
        "commitments/<int:commitment_id>/bring-back/",
        on_commitment.BringBack.as_view(),
        name="bring_back",
    ),
    path("quotes/<int:link_id>/unlink/", on_commitment.Unlink.as_view(), name="unlink_project"),
    path("intakes/", documents.intakes, name="intakes"),
    path("intakes/<int:intake_id>/", documents.intake, name="intake"),
    path("intakes/<int:intake_id>/file/", documents.file, name="intake_file"),
    path("intakes/<int:intake_id>/again/", documents.again, name="intake_again"),
    path("intakes/<int:intake_id>/discard/", documents.discard, name="intake_discard"),
    path("intakes/<int:intake_id>/register/", documents.register, name="intake_register"),
    path("intakes/<int:intake_id>/indicators/", documents.indicators, name="intake_indicators"),
    path("intakes/<int:intake_id>/editions/", documents.editions, name="intake_editions"),
    path("intakes/<int:intake_id>/review/", review.review, name="intake_review"),
    path("intakes/<int:intake_id>/review/<slug:name>/", review.act, name="intake_act"),
    path("login/", auth.Login.as_view(), name="login"),
    path("logout/", auth.Logout.as_view(), name="logout"),
    path("password/", auth.ChangePassword.as_view(), name="password"),
    path("language/", auth.language, name="language"),
]
