"""What the other reads say: overdue groups, summary, plans' text, lists, oneself."""

from datetime import date

from projects.models import ListEntry, ProjectList
from tests.api.caller import Callers, problem_of
from tests.api.rows import TEXT, one_of_each
from tests.factories import NOW, MilestoneFactory, PartyFactory, ProjectFactory, RegionFactory


def test_groups_and_rows_agree_and_add_up(callers: Callers) -> None:
    cast = callers.cast
    for days, department in ((1, cast.lead_department), (5, cast.lead_department), (9, None)):
        MilestoneFactory(
            project=cast.project, due_on=date(2026, 11, 20 - days), department=department
        )
    office = callers.plan_office
    groups = office.get("overdue/?group_by=department").json()
    assert groups["milestones"] == len(office.rows("overdue/")) == 3
    assert [(g["name"], g["milestones"], g["days_late"]) for g in groups["groups"]] == [
        ("运城市交通运输局", 2, 8),
        ("", 1, 12),
    ]
    key = groups["groups"][0]["key"]
    assert len(office.rows(f"overdue/?department={key}")) == 2
    narrowed = office.get("overdue/?group_by=sector&late_by=8").json()
    assert narrowed["milestones"] == 2
    problem_of(office.get("overdue/?group_by=colour"), 400, "invalid_input")
    problem_of(office.get("overdue/?group_by=region&page=2"), 400, "unknown_parameter")


def test_the_summary_counts_what_the_lists_show(callers: Callers) -> None:
    one_of_each(callers.cast)
    ProjectFactory(region=RegionFactory(code="141002"))
    office = callers.plan_office
    summary = office.get("summary/").json()
    assert summary["projects"] == len(office.rows("projects/?kind=project")) == 1
    assert summary["overdue_milestones"] == len(office.rows("overdue/")) == 1
    assert summary["status_by_light"]["construction"]["grey"] == 1
    assert office.get("summary/?region=141000").json()["projects"] == 0
    assert callers.administrator.get("summary/?region=141000").json()["projects"] == 1
    problem_of(office.get("summary/?region=14"), 400, "invalid_input")


def test_own_area_or_everything_visible(callers: Callers) -> None:
    shown = ProjectFactory(disclosed=True)
    PartyFactory(project=shown)
    assert callers.stranger.ids("projects/") == []
    assert callers.stranger.ids("projects/?scope=visible") == [shown.pk]
    assert callers.stranger.get(f"projects/{shown.pk}/").status_code == 200


def test_a_plans_text_by_range_is_the_quote(callers: Callers) -> None:
    paths = one_of_each(callers.cast)
    commitment = callers.lead.get(paths["commitment-detail"]).json()
    start, end = commitment["start"], commitment["end"]
    part = callers.lead.get(f"{paths['plan-text']}?start={start}&end={end}").json()
    assert part["text"] == commitment["quote"] == "运城机场改扩建"
    whole = callers.lead.get(paths["plan-text"]).json()
    assert (whole["text"], whole["length"]) == (TEXT, len(TEXT))
    for bad in ("start=x", "start=999", "start=5&end=4", "end=-1"):
        problem_of(callers.lead.get(f"{paths['plan-text']}?{bad}"), 400, "invalid_input")


def test_entries_of_one_list_only(callers: Callers) -> None:
    paths = one_of_each(callers.cast)
    entry = callers.lead.rows(paths["list-entries"])[0]
    assert entry["project"]["name"] == "运城机场改扩建"
    assert callers.lead.get(paths["list-detail"]).json()["entry_count"] == 1
    problem_of(callers.lead.get("lists/0/entries/"), 404, "not_found")
    problem_of(callers.lead.get("plans/0/outline/"), 404, "not_found")
    problem_of(callers.lead.get("plans/0/text/"), 404, "not_found")


def test_a_list_counts_the_entries_that_its_reader_sees(callers: Callers) -> None:
    paths = one_of_each(callers.cast)
    one = ProjectList.objects.get()
    ListEntry.objects.create(
        project_list=one, project=ProjectFactory(), created_at=NOW, updated_at=NOW
    )
    gone = ProjectFactory(withdrawn_at=NOW, withdrawn_reason="重复")
    ListEntry.objects.create(project_list=one, project=gone, created_at=NOW, updated_at=NOW)

    for caller, expected in ((callers.plan_office, 2), (callers.lead, 1), (callers.stranger, 0)):
        assert caller.get(paths["list-detail"]).json()["entry_count"] == expected
        assert [row["entry_count"] for row in caller.rows("lists/")] == [expected]
        assert len(caller.rows(paths["list-entries"])) == expected


def test_what_a_project_rests_on(callers: Callers) -> None:
    one_of_each(callers.cast)
    path = f"projects/{callers.cast.project.pk}/?expand=commitments,lists,milestones"
    project = callers.lead.get(path).json()
    assert project["commitments"][0]["quote"] == "运城机场改扩建"
    assert project["lists"][0]["number"] == "1"
    assert project["milestones"][0]["name"] == "航站楼封顶"
    assert project["lead"]["name"] == "运城市交通运输局"
    assert project["updated_at"] == "2026-11-23T10:00:00+08:00"


def test_oneself(callers: Callers) -> None:
    me = callers.lead.get("me/").json()
    assert (me["role"], me["region"]) == ("department_reporter", "140800")
    assert me["department"]["name"] == "运城市交通运输局"
    assert callers.administrator.get("me/").json()["region"] is None


def test_the_root_names_addresses_that_answer(callers: Callers) -> None:
    for name, url in callers.plan_office.get("").json().items():
        if name != "changes":
            path = url.removeprefix("/api/v1/")
            assert callers.plan_office.get(path).status_code == 200, name
