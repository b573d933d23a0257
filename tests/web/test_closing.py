"""Closing a plan on its page: table, figures, filters, acts in place, files."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from directory.models import Role
from plans.models import Commitment, CommitmentProject, Plan, PlanSection, Verdict
from plans.services.verdicts import give_verdict, take_back_verdict
from projects.models import Evidence, Project, Status
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, UserFactory
from tests.plans.closing_stage import STAMPS, Stage, set_stage
from tests.web.acting import form_of, send, text_of
from tests.web.pages import client_of, count_on, figures_on, queries_of, see, status_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def at(stage: Stage, tail: str = "") -> str:
    return f"/plans/{stage.plan.pk}/closing/{tail}"


def of(stage: Stage, name: str, tail: str = "") -> str:
    return f"/commitments/{stage.named[name].pk}/verdict/{tail}"


def give(stage: Stage, cast: Cast, name: str, kind: str = "done", **values: Any) -> Verdict:
    asked: dict[str, Any] = {"evidence": "竣工验收备案〔2024〕7号", **values}
    return give_verdict(
        commitment_id=stage.named[name].pk, kind=kind, actor=cast.plan_office, now=NOW, **asked
    )


# --- reading ----------


def test_the_page_says_how_far_the_closing_is(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "airport")
    page = see(cast.plan_office, at(stage))
    for words in (
        "总结评估表",
        "已核实 1 / 7",
        "第一章 交通",
        "专栏 6 重大项目",
        "正文",
        "竣工验收备案〔2024〕7号",
        "没有项目承接本条目",
        "的状态（建设库）尚未确认",
        "建议：取消",
        "引黄济涑",
    ):
        assert words in page, words


def test_every_figure_leads_to_as_many_rows(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "airport")
    give(stage, cast, "prose", "mostly_done")
    for start in ("", "?count=split", "?project=with", "?q=公路"):
        found = figures_on(see(cast.plan_office, at(stage, start)))
        assert len(found) > 10
        for address, figure in found:
            assert count_on(see(cast.plan_office, at(stage, address))) == figure, address


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 7),
        ("verdict=done", 1),
        ("verdict=open", 6),
        ("verdict=proposed", 4),
        ("verdict=unclear", 2),
        ("verdict=finished", 0),
        ("project=without", 2),
        ("project=with", 5),
        ("level=programme", 1),
        ("region=140802", 1),
        ("count=split", 6),
        ("count=whole", 5),
        ("box=text", 2),
        ("box=text&verdict=unclear", 1),
        ("q=机场", 2),
        ("chapter=x", 0),
    ],
)
def test_filters(cast: Cast, stage: Stage, asked: str, found: int) -> None:
    give(stage, cast, "airport")
    stage.named["gap"].regions.add(cast.project.region)
    assert count_on(see(cast.plan_office, at(stage, f"?{asked}"))) == found


def test_what_was_set_aside_is_not_counted(cast: Cast, stage: Stage) -> None:
    Commitment.objects.filter(pk=stage.named["gap"].pk).update(set_aside_reason="并入他项")
    page = see(cast.plan_office, at(stage))
    assert "已核实 0 / 6" in page
    assert "1 条已说明理由不作项目" in page


def test_before_the_end_and_without_a_period(cast: Cast, stage: Stage) -> None:
    page = see(cast.plan_office, f"/plans/{stage.later.pk}/closing/")
    assert "规划期至 2030 年底" in page
    assert "verdict/" not in page
    Plan.objects.filter(pk=stage.plan.pk).update(period_end=None, period_start=None)
    page = see(cast.plan_office, at(stage))
    assert "未载明规划期" in page
    assert "verdict/" not in page
    assert client_of(cast.plan_office).get(of(stage, "airport")).status_code == 409


def test_everybody_reads_and_the_office_alone_decides(cast: Cast, stage: Stage) -> None:
    for name, person in cast.people().items():
        page = see(person, at(stage))
        judges = name in ("plan_office", "administrator")
        assert ("/verdict/" in page) == judges, name
        expected = 200 if judges else 403
        for tail in ("", "confirm/"):
            assert status_of(person, of(stage, "airport", tail)) == expected, name
        assert status_of(person, at(stage, "confirm/")) == expected, name
    assert Client().get(at(stage)).status_code == 302
    assert client_of(cast.plan_office).post(at(stage)).status_code == 405


def test_worlds_never_mix(cast: Cast, stage: Stage) -> None:
    office = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    for address in (at(stage), at(stage, "export.docx"), at(stage, "confirm/")):
        assert status_of(office, address) == 404
    assert status_of(office, of(stage, "airport")) == 404
    Plan.objects.update(region=RegionFactory(code="990100"))
    assert "示范市·模拟数据" in see(cast.administrator, at(stage))


def test_a_stranger_learns_nothing_of_the_project(cast: Cast, stage: Stage) -> None:
    Project.objects.filter(pk=cast.project.pk).update(disclosed=False)
    page = see(cast.stranger, at(stage, "?q=机场"))
    assert cast.project.code not in page
    assert "承接项目不在您的查看范围内" in page


def test_the_same_queries_at_two_sizes(cast: Cast, stage: Stage) -> None:
    addresses = (at(stage), at(stage, "confirm/"), at(stage, "export.xlsx"))
    few = [queries_of(cast.plan_office, address) for address in addresses]
    box = PlanSection.objects.get(plan=stage.plan, kind="box")
    for number in range(30):
        made = Commitment.objects.create(
            plan=stage.plan,
            key=f"x{number}",
            section=box,
            name=f"条目{number}",
            quote="机场",
            start=number,
            end=number + 2,
            level="project",
            **STAMPS,
        )
        project = ProjectFactory(status=Status.PERFORMING, status_confirmed=True)
        CommitmentProject.objects.create(commitment=made, project=project)
    assert [queries_of(cast.plan_office, address) for address in addresses] == few
    assert max(few) <= 20, few


# --- acting ----------


def test_confirmed_in_place_with_one_click(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    answer = client.post(
        of(stage, "airport", "confirm/"), {"kind": "done", "next": at(stage, "?verdict=open")}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == at(stage, "?verdict=open")
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.decided_by) == ("done", cast.plan_office)
    assert "2024年6月30日投产" in verdict.evidence
    assert "核实结论已确认" in text_of(client.get(at(stage)))


def test_what_moved_on_is_not_confirmed(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    answer = client.post(of(stage, "road", "confirm/"), {"kind": "done"})
    assert answer.status_code == 422
    assert "建议结论与刚才所示不同" in text_of(answer)
    assert answer.headers["HX-Retarget"] == f"#act-confirm-one-{stage.named['road'].pk}"
    assert not Verdict.objects.exists()


def test_decided_otherwise_with_evidence_file_and_what_carries_it(cast: Cast, stage: Stage) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(cast.plan_office)
    page = text_of(client.get(of(stage, "airport")))
    assert "登记簿建议" in page
    answer = client.post(
        of(stage, "airport"),
        form_of(client, of(stage, "airport"))
        | {
            "kind": "mostly_done",
            "evidence": "航站楼已启用\r\n货运区在建",
            "attached": SimpleUploadedFile("验收.pdf", b"%PDF-1.7"),
        },
    )
    assert answer.status_code == 302
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.evidence) == ("mostly_done", "航站楼已启用\n货运区在建")
    assert (verdict.version, Evidence.objects.get().project) == (1, cast.project)
    page = see(cast.plan_office, at(stage))
    assert "验收.pdf" in page
    assert "登记簿建议为：完成" in page


def test_what_carries_it_is_offered_with_the_evidence_beside_it(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    page = text_of(client.get(of(stage, "gap")))
    assert "稷山县通用机场项目" in page
    assert "运城市2026年规划" in page
    target = stage.named["next"]
    values = {"kind": "carried_over", "evidence": "场址已批复"}
    send(client, of(stage, "gap"), carried_to=str(target.pk), **values)
    assert Verdict.objects.get().carried_to == target
    page = see(cast.plan_office, at(stage, "?verdict=carried_over"))
    assert f'href="/commitments/{target.pk}/"' in page
    page = see(cast.plan_office, f"/plans/{stage.later.pk}/closing/")
    assert "承接自" in page
    assert f'href="/commitments/{stage.named["gap"].pk}/"' in page


def test_another_commitment_is_named_by_its_number(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    values = {"kind": "carried_over", "evidence": "在建"}
    answer = send(client, of(stage, "canal"), carried_key="nothing", **values)
    assert answer.status_code == 422
    send(client, of(stage, "canal"), carried_key=f" {stage.named['next'].key} ", **values)
    assert Verdict.objects.get().carried_to == stage.named["next"]


def test_a_refusal_keeps_what_was_typed(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    answer = send(client, of(stage, "airport"), kind="cancelled", evidence="  ")
    assert answer.status_code == 422
    assert '<option value="cancelled" selected>' in text_of(answer)
    page = see(cast.plan_office, f"/plans/{stage.later.pk}/closing/")
    target = stage.named["next"].pk
    values = {"kind": "cancelled", "evidence": "不再建设", "carried_to": str(target)}
    answer = send(client, of(stage, "gap"), **values)
    assert answer.status_code == 422
    assert "只有在建结转或未开工" in text_of(answer)
    assert page


def test_changed_with_a_reason_and_taken_back(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "airport")
    client = client_of(cast.plan_office)
    values = {"kind": "carried_over", "evidence": "二期在建"}
    assert send(client, of(stage, "airport", "change/"), **values).status_code == 422
    answer = send(client, of(stage, "airport", "change/"), reason="督查发现", **values)
    assert answer.status_code == 302
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.version) == ("carried_over", 2)
    page = text_of(client.get(of(stage, "airport", "change/")))
    assert "督查发现" in page
    assert "竣工验收备案〔2024〕7号" in page, "the verdict before it"
    send(client, of(stage, "airport", "take-back/"), reason="张冠李戴")
    assert Verdict.objects.get().kind == ""
    assert "已核实 0 / 7" in see(cast.plan_office, at(stage))
    assert client.get(of(stage, "airport", "take-back/")).status_code == 409


def test_two_at_once_meet_in_a_conflict(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "airport")
    client = client_of(cast.plan_office)
    form = form_of(client, of(stage, "airport", "take-back/"))
    change = form_of(client, of(stage, "airport", "change/"))
    values = {"kind": "cancelled", "evidence": "重复", "reason": "误判"}
    assert client.post(of(stage, "airport", "change/"), change | values).status_code == 302
    answer = client.post(of(stage, "airport", "take-back/"), form | {"reason": "误判"})
    assert answer.status_code == 409
    assert Verdict.objects.get().kind == "cancelled"


def test_in_bulk_after_a_look_at_how_many(cast: Cast, stage: Stage) -> None:
    box = PlanSection.objects.get(plan=stage.plan, kind="box")
    client = client_of(cast.plan_office)
    address = at(stage, f"confirm/?box={box.pk}")
    page = text_of(client.get(address))
    assert "<b>4</b> 条结论将予确认" in page
    assert "确认 4 条结论" in page
    assert "引黄济涑" not in page
    form = bulk_form(page)
    answer = client.post(at(stage, "confirm/"), form)
    assert answer.status_code == 302
    assert Verdict.objects.count() == 4
    assert "已核实 4 / 7" in see(cast.plan_office, at(stage))


def test_in_bulk_nothing_when_the_register_has_moved_on(cast: Cast, stage: Stage) -> None:
    client = client_of(cast.plan_office)
    form = bulk_form(text_of(client.get(at(stage, "confirm/"))))
    Project.objects.filter(pk=stage.projects["canal"].pk).update(status_confirmed=False)
    answer = client.post(at(stage, "confirm/"), form)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "1 条的建议结论与刚才所示不同" in page
    assert "确认 4 条结论" in page, "the list as it is now"
    assert not Verdict.objects.exists()
    assert client.post(at(stage, "confirm/"), form | {"seen": "7;drop"}).status_code == 422


def bulk_form(page: str) -> dict[str, str]:
    """The hidden values of the preview."""
    import re

    names = ("seen", "query", "submission", "next")
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value.replace("&amp;", "&") for name, value in found if name in names}


def test_nothing_waits(cast: Cast, stage: Stage) -> None:
    assert client_of(cast.plan_office).get(at(stage, "confirm/?q=xyz")).status_code == 409


# --- files ----------


def test_the_workbook_holds_the_same_figures_and_no_formula(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "airport", evidence="=HYPERLINK(1)")
    answer = client_of(cast.plan_office).get(at(stage, "export.xlsx"))
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    table, rows = book.worksheets
    cells = [[cell.value for cell in row] for row in table.iter_rows()]
    total = next(row for row in cells if row[0] == "合计")
    assert total[1:] == [7, 1, 0, 0, 0, 0, 6, 4, 14.3]
    told = next(row for row in rows.iter_rows() if row[2].value == "运城机场改扩建")
    assert (told[5].value, told[6].value, told[6].data_type) == ("完成", "=HYPERLINK(1)", "s")
    assert sum(1 for row in rows.iter_rows() if isinstance(row[0].value, int)) == 7


def test_the_document_is_a_proper_one(cast: Cast, stage: Stage) -> None:
    give(stage, cast, "gap", "carried_over", carried_to_id=stage.named["next"].pk)
    answer = client_of(cast.plan_office).get(at(stage, "export.docx?verdict=carried_over"))
    document = Document(io.BytesIO(answer.content))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == "运城市2021年规划总结评估表"
    assert any("运政发〔2021〕12号" in one for one in words)
    assert any("结论：在建结转" in one for one in words)
    summary, rows = document.tables
    assert summary.rows[-1].cells[1].text == "7"
    assert len(rows.rows) == 2
    text = "\n".join(cell.text for cell in rows.rows[1].cells)
    assert "结转至：运城市2026年规划 · 稷山县通用机场项目" in text
    for table in document.tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert "仿宋" in document.styles["Normal"].element.xml


def test_a_simulated_document_says_so(cast: Cast, stage: Stage) -> None:
    Plan.objects.update(region=RegionFactory(code="990100"))
    answer = client_of(cast.administrator).get(at(stage, "export.docx"))
    document = Document(io.BytesIO(answer.content))
    assert any("模拟" in paragraph.text for paragraph in document.paragraphs)
    assert "%E6%A8%A1%E6%8B%9F" in answer.headers["Content-Disposition"]


def test_once_taken_back_it_can_be_given_again(cast: Cast, stage: Stage, today: date) -> None:
    give(stage, cast, "airport")
    take_back_verdict(
        commitment_id=stage.named["airport"].pk, reason="误", actor=cast.plan_office, now=NOW
    )
    client = client_of(cast.plan_office)
    answer = send(client, of(stage, "airport"), kind="done", evidence="已达效")
    assert answer.status_code == 302
    assert Verdict.objects.get().kind == "done"
