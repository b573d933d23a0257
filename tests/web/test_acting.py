"""Acts on a project: done in place, refused at the field, in conflict shown side by side."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from projects.models import (
    ChangeRequest,
    Milestone,
    Project,
    Report,
    ScheduleTemplate,
    TemplateStep,
)
from projects.services import changes, milestones, reports
from tests.cast import Cast
from tests.factories import NOW, DepartmentFactory, MilestoneFactory, RoundFactory
from tests.web.acting import FIELD, form_of, send, text_of
from tests.web.pages import client_of, status_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def one(cast: Cast) -> Milestone:
    row: Milestone = MilestoneFactory(
        project=cast.project,
        department=cast.lead_department,
        name="主体完工",
        due_on=date(2026, 12, 1),
    )
    return row


@pytest.fixture
def template(db: None) -> ScheduleTemplate:
    template = ScheduleTemplate.objects.create(code="t", name="通用模板", name_en="General")
    for order, (key, days, before) in enumerate(
        [("approval", 20, []), ("works", 200, ["approval"])], start=1
    ):
        TemplateStep.objects.create(
            template=template,
            key=key,
            name=key,
            name_en=key,
            kind="progress",
            order=order,
            duration_working_days=days,
            predecessors=before,
        )
    return template


def acts_of(cast: Cast, one: Milestone) -> dict[str, str]:
    """Every act's address by name."""
    project = f"/projects/{cast.project.pk}"
    return {
        "complete": f"/milestones/{one.pk}/complete/",
        "forecast": f"/milestones/{one.pk}/forecast/",
        "change": f"/milestones/{one.pk}/change/",
        "lead": f"{project}/lead/",
        "status": f"{project}/status/",
        "schedule": f"{project}/schedule/",
        "milestones": f"{project}/milestones/",
        "files": f"{project}/files/",
        "report": f"{project}/reports/2026/11/",
        "no_change": f"{project}/reports/2026/11/no-change/",
        "facts": f"{project}/facts/",
        "supporting": f"{project}/supporting/",
        "move": f"{project}/move/",
    }


OWING = ("complete", "forecast", "change", "files", "report", "no_change")
OFFICE = (*OWING, "lead", "status", "schedule", "milestones", "facts", "supporting", "move")
MAY = {
    "plan_office": OFFICE,
    "administrator": OFFICE,
    "lead": OWING,
    "head": OWING,
    "supporter": ("files", "report", "no_change"),
    "county_office": ("forecast", "change", "files", "report", "no_change"),
    "leader": (),
    "integration": (),
}


@pytest.mark.parametrize("name", [*MAY, "stranger"])
def test_who_may_open_which_act(cast: Cast, one: Milestone, name: str) -> None:
    user = cast.people()[name]
    for act, address in acts_of(cast, one).items():
        wanted = 404 if name == "stranger" else 200 if act in MAY[name] else 403
        assert status_of(user, address) == wanted, act
        assert client_of(user).post(address).status_code in (
            {404} if wanted == 404 else {403} if wanted == 403 else {302, 409, 422, 200}
        ), act


def test_acts_need_a_login_and_know_two_methods(cast: Cast, one: Milestone) -> None:
    for address in acts_of(cast, one).values():
        assert Client().post(address).headers["Location"].startswith("/login/")
        assert client_of(cast.plan_office).put(address).status_code == 405


# --- milestones ----------------------------------------------------------------------------------


def test_a_department_completes_a_milestone(cast: Cast, one: Milestone) -> None:
    client = client_of(cast.lead)
    pdf = SimpleUploadedFile("批复.pdf", b"%PDF-1.7 x", content_type="text/html")
    answer = send(
        client,
        f"/milestones/{one.pk}/complete/",
        actual_on="2026-11-20",
        note="已验收",
        evidence=pdf,
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/projects/{cast.project.pk}/#milestones"
    one.refresh_from_db()
    assert (one.state, one.actual_on, one.note) == ("done", date(2026, 11, 20), "已验收")
    assert one.evidence.get().content_type == "application/pdf"
    assert "节点已登记完成" in text_of(client.get(f"/projects/{cast.project.pk}/"))


def test_one_comes_back_to_where_one_was_and_nowhere_else(cast: Cast, one: Milestone) -> None:
    client, address = client_of(cast.lead), f"/milestones/{one.pk}/forecast/"

    answer = client.post(
        address, form_of(client, address) | {"forecast_on": "2026-11-30", "next": "/my-work/"}
    )
    assert answer.headers["Location"] == "/my-work/"
    answer = client.post(
        address,
        form_of(client, address)
        | {"forecast_on": "2026-11-29", "next": "https://elsewhere.example/"},
    )
    assert answer.headers["Location"].startswith("/projects/")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"actual_on": "2026-11-24"}, "完成日期不能晚于今天"),
        ({"actual_on": "0026-11-20"}, "年份似有误"),
        ({"actual_on": ""}, "该字段是必填项"),
        ({"actual_on": "昨天"}, "输入一个有效的日期"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    cast: Cast, one: Milestone, values: dict[str, str], sentence: str
) -> None:
    client = client_of(cast.lead)
    answer = send(client, f"/milestones/{one.pk}/complete/", note="不要丢失", **values)

    assert answer.status_code == 422
    page = text_of(answer)
    assert f'id="complete-{one.pk}-actual_on_error"' in page
    assert sentence in page
    assert "不要丢失" in page
    assert answer.headers["HX-Retarget"] == f"#act-complete-{one.pk}"


def test_evidence_that_is_asked_for_is_missed(cast: Cast, one: Milestone) -> None:
    Milestone.objects.filter(pk=one.pk).update(evidence_required=True)
    client = client_of(cast.lead)

    assert f'id="complete-{one.pk}-evidence_error"' in text_of(
        send(client, f"/milestones/{one.pk}/complete/", actual_on="2026-11-20")
    )
    script = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>")
    answer = send(
        client, f"/milestones/{one.pk}/complete/", actual_on="2026-11-20", evidence=script
    )
    assert answer.status_code == 422
    assert f'id="complete-{one.pk}-evidence_error"' in text_of(answer)


def test_a_conflict_shows_both_values_and_loses_nothing(cast: Cast, one: Milestone) -> None:
    client, address = client_of(cast.lead), f"/milestones/{one.pk}/forecast/"
    seen = form_of(client, address)
    milestones.forecast(
        milestone_id=one.pk,
        forecast_on=date(2027, 1, 8),
        reason="等待批复",
        actor=cast.head,
        now=NOW,
    )
    typed = {"forecast_on": "2027-02-01", "reason": "征迁滞后"}

    answer = client.post(address, seen | typed)

    page = text_of(answer)
    assert answer.status_code == 409
    assert "<mark>征迁滞后</mark>" in page
    assert "等待批复" in page
    assert "2027年1月8日" in page
    assert "征迁滞后</textarea>" in page
    one.refresh_from_db()
    assert one.forecast_on == date(2027, 1, 8)
    # Sent again from the page of the conflict it is a decision, and holds.
    again = dict(FIELD.findall(page))
    assert client.post(address, again | typed).status_code == 302
    one.refresh_from_db()
    assert one.forecast_on == date(2027, 2, 1)


def test_a_form_sent_twice_acts_once(cast: Cast) -> None:
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/milestones/"
    filled = form_of(client, address) | {
        "name": "竣工验收",
        "kind": "acceptance",
        "due_on": "2027-06-30",
    }

    assert [client.post(address, filled).status_code for _ in range(2)] == [302, 302]
    assert cast.project.milestones.count() == 1


def test_what_was_refused_can_be_sent_again(cast: Cast, one: Milestone) -> None:
    client, address = client_of(cast.lead), f"/milestones/{one.pk}/complete/"
    seen = form_of(client, address)

    assert client.post(address, seen | {"actual_on": "2026-11-24"}).status_code == 422
    assert client.post(address, seen | {"actual_on": "2026-11-23"}).status_code == 302


def test_what_failed_can_be_sent_again(
    cast: Cast, one: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = client_of(cast.lead), f"/milestones/{one.pk}/complete/"
    filled = form_of(client, address) | {"actual_on": "2026-11-23"}

    def broken(**_values: object) -> None:
        raise OperationalError("the lock was not given in time")

    with monkeypatch.context() as patch:
        patch.setattr(milestones, "complete", broken)
        with pytest.raises(OperationalError):
            client.post(address, filled)

    assert client.post(address, filled).status_code == 302
    one.refresh_from_db()
    assert one.state == Milestone.State.DONE


# --- changes of dates ---------------------------------------------------------------------------


def test_another_date_is_asked_for_and_approved(cast: Cast, one: Milestone) -> None:
    send(
        client_of(cast.lead),
        f"/milestones/{one.pk}/change/",
        new_due_on="2027-03-31",
        reason_code="land",
        reason="征迁未完成",
    )
    request = ChangeRequest.objects.get()
    decide = f"/change-requests/{request.pk}/decide/"
    assert status_of(cast.lead, decide) == 403
    assert status_of(cast.leader, decide) == 403
    assert status_of(cast.stranger, decide) == 404

    assert send(client_of(cast.plan_office), decide, decision="approve").status_code == 302
    one.refresh_from_db()
    assert one.due_on == date(2027, 3, 31)


def test_a_request_is_returned_only_with_words(cast: Cast, one: Milestone) -> None:
    request = changes.file_request(
        milestone_id=one.pk,
        new_due_on=date(2027, 3, 31),
        reason_code="land",
        reason="征迁",
        actor=cast.lead,
        now=NOW,
    )
    client, decide = client_of(cast.plan_office), f"/change-requests/{request.pk}/decide/"

    answer = send(client, decide, decision="return")
    assert answer.status_code == 422
    assert f'id="decide-{request.pk}-note_error"' in text_of(answer)
    assert send(client, decide, decision="return", note="理由不充分").status_code == 302
    request.refresh_from_db()
    assert request.state == ChangeRequest.State.RETURNED
    assert client.post(decide, {"decision": "approve"}).status_code == 422


def test_one_takes_back_ones_own_request(cast: Cast, one: Milestone) -> None:
    request = changes.file_request(
        milestone_id=one.pk,
        new_due_on=date(2027, 3, 31),
        reason_code="land",
        reason="征迁",
        actor=cast.lead,
        now=NOW,
    )
    withdraw = f"/change-requests/{request.pk}/withdraw/"

    assert status_of(cast.head, withdraw) == 403
    assert send(client_of(cast.lead), withdraw).status_code == 302
    request.refresh_from_db()
    assert request.state == ChangeRequest.State.WITHDRAWN


# --- the plan office ----------------------------------------------------------------------------


def test_the_office_confirms_the_lead_or_names_another(cast: Cast) -> None:
    cast.project.parties.filter(part="lead").update(confirmed=False)
    other = DepartmentFactory(code="140800-fgw", name="运城市发展和改革委员会")
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/lead/"

    assert send(client, address, department=other.pk).status_code == 302
    lead = cast.project.parties.get(part="lead")
    assert (lead.department, lead.confirmed, lead.confirmed_by) == (other, True, cast.plan_office)
    answer = send(client, address, department=other.pk)
    assert answer.status_code == 422
    assert f"lead-{cast.project.pk}-department_error" in text_of(answer)


def test_a_lead_that_changed_in_the_meantime_is_a_conflict(cast: Cast) -> None:
    other = DepartmentFactory(code="140800-fgw", name="运城市发展和改革委员会")
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/lead/"
    seen = form_of(client, address)
    Project.objects.filter(pk=cast.project.pk).update(version=9)

    answer = client.post(address, seen | {"department": str(other.pk)})

    assert answer.status_code == 409
    assert "<mark>运城市发展和改革委员会</mark>" in text_of(answer)
    assert "运城市交通运输局" in text_of(answer)


def test_the_office_confirms_the_status(cast: Cast) -> None:
    address = f"/projects/{cast.project.pk}/status/"

    assert send(client_of(cast.plan_office), address).status_code == 302
    assert Project.objects.get(pk=cast.project.pk).status_confirmed
    assert send(client_of(cast.plan_office), address).status_code == 422


def test_a_schedule_is_seen_before_it_is_laid(cast: Cast, template: ScheduleTemplate) -> None:
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/schedule/"
    asked = {"template": "t", "finish_on": "2027-06-30"}

    preview = send(client, address, preview="1", **asked)
    assert preview.status_code == 200
    assert "2027-06-30" in text_of(preview)
    assert "日期已过" in text_of(preview)
    assert "暂定" in text_of(preview)
    assert not cast.project.milestones.exists()

    # Other dates than those that were seen are shown first.
    other = send(client, address, seen="t:2027-06-30", template="t", finish_on="2027-09-30")
    assert other.status_code == 200
    assert not cast.project.milestones.exists()

    assert send(client, address, seen="t:2027-06-30", **asked).status_code == 302
    assert cast.project.milestones.count() == 2
    again = send(client, address, seen="t:2027-06-30", **asked)
    assert again.status_code == 422
    assert "已有节点" in text_of(again) or "已排" in text_of(again)


def test_what_is_finished_already_is_laid_as_done(cast: Cast, template: ScheduleTemplate) -> None:
    client, address = client_of(cast.plan_office), f"/projects/{cast.project.pk}/schedule/"
    asked = {"template": "t", "finish_on": "2027-06-30", "seen": "t:2027-06-30"}

    late = send(client, address, **asked, **{"done-approval": "2026-11-24"})
    assert late.status_code == 422
    assert 'name="done-approval" value="2026-11-24"' in text_of(late)
    assert send(client, address, **asked, **{"done-approval": "soon"}).status_code == 422
    assert not cast.project.milestones.exists()

    assert send(client, address, **asked, **{"done-approval": "2026-06-30"}).status_code == 302
    done = cast.project.milestones.get(key="approval")
    assert (done.state, done.actual_on) == (Milestone.State.DONE, date(2026, 6, 30))


def test_without_a_confirmed_lead_no_schedule(cast: Cast, template: ScheduleTemplate) -> None:
    cast.project.parties.filter(part="lead").update(confirmed=False)
    answer = send(
        client_of(cast.plan_office),
        f"/projects/{cast.project.pk}/schedule/",
        seen="t:2027-06-30",
        template="t",
        finish_on="2027-06-30",
    )

    assert answer.status_code == 422
    assert "牵头" in text_of(answer)


# --- reports --------------------------------------------------------------------------------------


def report(cast: Cast) -> Report:
    return reports.submit(
        project_id=cast.project.pk,
        year=2026,
        month=10,
        values={"cumulative_investment": 1200, "progress_words": "基础完工"},
        actor=cast.lead,
        now=NOW,
    )


def test_a_report_is_written_kept_and_handed_in(cast: Cast) -> None:
    RoundFactory()
    client, address = client_of(cast.lead), f"/projects/{cast.project.pk}/reports/2026/10/"

    assert send(client, address, progress_words="基础完工", draft="1").status_code == 302
    assert Report.objects.get().state == Report.State.DRAFT
    lacking = send(client, address, progress_words="基础完工")
    assert lacking.status_code == 422
    assert "累计" in text_of(lacking)
    handed = send(client, address, progress_words="基础完工", cumulative_investment="1200")
    assert handed.status_code == 302
    assert Report.objects.get().state == Report.State.SUBMITTED


def test_a_report_two_people_write_is_a_conflict(cast: Cast) -> None:
    client, address = client_of(cast.lead), f"/projects/{cast.project.pk}/reports/2026/10/"
    send(client, address, progress_words="基础完工", draft="1")
    seen = form_of(client, address)
    send(client_of(cast.head), address, progress_words="主体封顶", draft="1")

    answer = client.post(address, seen | {"progress_words": "设备安装", "draft": "1"})

    assert answer.status_code == 409
    assert "<mark>设备安装</mark>" in text_of(answer)
    assert "主体封顶" in text_of(answer)


def test_no_change_is_one_click(cast: Cast) -> None:
    address = f"/projects/{cast.project.pk}/reports/2026/11/no-change/"
    report(cast)

    assert (
        client_of(cast.lead).post(address, {"next": "/my-work/"}).headers["Location"] == "/my-work/"
    )
    assert Report.objects.get(month=11).no_change


def test_a_report_is_reviewed_by_another(cast: Cast) -> None:
    written = report(cast)
    address = f"/reports/{written.pk}/review/"
    assert status_of(cast.leader, address) == 403
    assert status_of(cast.stranger, address) == 404

    client = client_of(cast.plan_office)
    assert send(client, address, decision="return").status_code == 422
    assert send(client, address, decision="approve").status_code == 302
    written.refresh_from_db()
    assert written.state == Report.State.APPROVED


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_is_none_is_not_found(cast: Cast, month: int) -> None:
    assert status_of(cast.lead, f"/projects/{cast.project.pk}/reports/2026/{month}/") == 404


def test_a_file_is_attached(cast: Cast) -> None:
    address: str = f"/projects/{cast.project.pk}/files/"
    png: Any = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n...")

    assert send(client_of(cast.supporter), address, evidence=png).status_code == 302
    assert cast.project.evidence.get().name == "现场.png"
    wrong = SimpleUploadedFile("x.html", b"<html>")
    assert send(client_of(cast.supporter), address, evidence=wrong).status_code == 422
