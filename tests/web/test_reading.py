"""The reading room: the text with its marks, the parts, what one looks for, and each commitment."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from directory.models import Role
from plans.models import Commitment, CommitmentProject, Plan, PlanSection, Verdict
from projects.models import Project
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, UserFactory
from tests.web.pages import client_of, count_on, figures_on, queries_of, see, status_of
from tests.web.promised import TEXT, promise_more

pytestmark = pytest.mark.django_db


def words_of(page: str) -> str:
    """The words of the text, without tags."""
    article = page[page.index("<article") : page.rindex("</article>")]
    return "".join(re.sub(r"<[^>]+>", "", article).split())


def test_a_plan_is_a_page_with_headings_boxes_and_marks(cast: Cast, plan: Plan) -> None:
    Project.objects.update(light="yellow")
    page = see(cast.plan_office, f"/plans/{plan.pk}/")
    airport = Commitment.objects.get(name="运城机场改扩建")
    gap = Commitment.objects.get(name="稷山县通用机场")
    assert 'class="text-chapter"' in page
    assert 'class="text-box"' in page
    assert f'id="c{airport.pk}">运城机</a>' in page or f'id="c{airport.pk}">运城机场改扩建' in page
    assert f'class="q q-yellow" href="/commitments/{airport.pk}/"' in page
    assert f'class="q q-gap" href="/commitments/{gap.pk}/"' in page
    assert 'class="sign sign-gap"' in page
    assert "未落到项目（缺口）" in page
    assert "规划期已满" in page
    shown = words_of(page)
    for words in ("第一章交通", "通用航空", "运城机", "场改扩建", "第二章其他"):
        assert words in shown
    assert TEXT


def test_one_part_of_it(cast: Cast, plan: Plan) -> None:
    chapter = PlanSection.objects.get(kind="chapter")
    page = see(cast.plan_office, f"/plans/{plan.pk}/?section={chapter.pk}")
    assert 'aria-current="true"' in page
    assert f'id="s{chapter.pk}"' in page
    for nonsense in (
        *("section=999999", "section=x", "part=0", "part=99", "part=x", "c=999999", "c=x"),
        *("show=nonsense", "region=x"),
    ):
        assert status_of(cast.plan_office, f"/plans/{plan.pk}/?{nonsense}") == 404, nonsense
    assert status_of(cast.plan_office, "/plans/999999/") == 404


def test_a_quote_has_an_address(cast: Cast, plan: Plan) -> None:
    one = Commitment.objects.get(name="稷山县通用机场")
    page = see(cast.plan_office, f"/plans/{plan.pk}/?c={one.pk}")
    assert f'id="c{one.pk}"' in page
    page = see(cast.plan_office, f"/commitments/{one.pk}/")
    assert f'href="/plans/{plan.pk}/?c={one.pk}#c{one.pk}"' in page
    assert f'value="http://testserver/commitments/{one.pk}/"' in page


def test_the_next_part_comes_by_scrolling(cast: Cast, plan: Plan) -> None:
    Plan.objects.update(text=TEXT + "\n" + "其余的话说到这里为止。\n" * 900)
    page = see(cast.plan_office, f"/plans/{plan.pk}/")
    following = re.search(r'hx-get="(\?part=\d+&amp;on=1)"', page)
    assert following
    assert 'rel="next"' in page
    answer = client_of(cast.plan_office).get(
        f"/plans/{plan.pk}/" + following[1].replace("&amp;", "&"), headers={"HX-Request": "true"}
    )
    more = answer.content.decode()
    assert more.count("<article") == 1
    assert "<nav" not in more
    last = client_of(cast.plan_office).get(
        f"/plans/{plan.pk}/?part=1&on=5", headers={"HX-Request": "true"}
    )
    assert "hx-get" not in last.content.decode(), "a fresh page begins, so that a phone keeps up"
    whole = see(cast.plan_office, f"/plans/{plan.pk}/?all=1")
    assert whole.count("<article") > 1
    assert 'hx-get="?part' not in whole


def test_every_figure_leads_to_as_many_rows(cast: Cast, plan: Plan) -> None:
    Project.objects.update(next_due_on=date(2026, 11, 1), light="red")
    for query in ("", "?show=late"):
        figures = figures_on(see(cast.plan_office, f"/plans/{plan.pk}/{query}"))
        assert len(figures) > 10
        for address, number in set(figures):
            assert count_on(see(cast.plan_office, address)) == number, address


def test_what_is_not_looked_for_is_pale(cast: Cast, plan: Plan) -> None:
    Project.objects.update(next_due_on=date(2026, 11, 1), light="red")
    page = see(cast.plan_office, f"/plans/{plan.pk}/?show=late")
    late = Commitment.objects.get(name="运城机场改扩建")
    assert f'class="q q-red" href="/commitments/{late.pk}/"' in page
    assert 'class="q q-gap is-dim"' in page
    assert "项符合（共 2 项），其余淡显" in page
    assert "逾期 22 天" in page, "the print says it in words"
    region = RegionFactory(code="140824", name="稷山县")
    Commitment.objects.get(name="稷山县通用机场").regions.add(region)
    page = see(cast.plan_office, f"/plans/{plan.pk}/?region=140824")
    assert 'class="q q-red is-dim"' in page
    assert 'class="q q-gap" ' in page


def test_a_programme_around_its_members(cast: Cast, plan: Plan) -> None:
    inner = Commitment.objects.get(name="稷山县通用机场")
    start = TEXT.index("运城机")
    outer = Commitment.objects.create(
        plan=plan,
        key="001-outer",
        section=inner.section,
        name="通用航空",
        quote=TEXT[start : inner.end],
        start=start,
        end=inner.end,
        level=Commitment.Level.PROGRAMME,
        created_at=NOW,
        updated_at=NOW,
    )
    Commitment.objects.filter(pk=inner.pk).update(parent=outer)
    page = see(cast.plan_office, f"/plans/{plan.pk}/")
    assert f'id="c{outer.pk}"' in page
    assert "q-within" in page
    assert page.count(f'id="c{inner.pk}"') == 1
    shown = see(cast.plan_office, f"/commitments/{outer.pk}/")
    assert "所含条目" in shown
    assert f'href="/commitments/{inner.pk}/"' in shown
    assert f'href="/commitments/{outer.pk}/"' in see(cast.plan_office, f"/commitments/{inner.pk}/")


def test_a_card_says_status_owner_and_days_late(cast: Cast, plan: Plan) -> None:
    Project.objects.update(next_due_on=date(2026, 11, 1), light="red")
    one = Commitment.objects.get(name="运城机场改扩建")
    card = see(cast.plan_office, f"/commitments/{one.pk}/card/")
    for words in ("运城机场改扩建", "建设", "交通局", "逾期 22 天", "红灯", "复制链接"):
        assert words in card, words
    assert f'href="/projects/{cast.project.pk}/"' in card
    assert "<html" not in card


def test_a_commitment_tells_its_verdict(cast: Cast, plan: Plan) -> None:
    one = Commitment.objects.get(name="运城机场改扩建")
    Verdict.objects.create(
        commitment=one,
        kind=Verdict.Kind.DONE,
        evidence="竣工验收书",
        decided_by=cast.plan_office,
        decided_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    page = see(cast.plan_office, f"/commitments/{one.pk}/")
    assert "竣工验收书" in page
    assert "期末结论" in page
    assert 'class="q q-done"' in see(cast.plan_office, f"/plans/{plan.pk}/")


def test_a_stranger_reads_the_plan_and_not_the_project(cast: Cast, plan: Plan) -> None:
    one = Commitment.objects.get(name="运城机场改扩建")
    page = see(cast.stranger, f"/plans/{plan.pk}/")
    assert 'class="q q-elsewhere"' in page
    card = see(cast.stranger, f"/commitments/{one.pk}/card/")
    assert "项目不在您的范围内" in card
    assert f"/projects/{cast.project.pk}/" not in card
    assert count_on(see(cast.stranger, "/commitments/?standing=gap")) == 1


def test_worlds_never_mix(cast: Cast, plan: Plan) -> None:
    one = Commitment.objects.first()
    assert one
    office = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    addresses = (
        *(f"/plans/{plan.pk}/", f"/commitments/{one.pk}/", f"/commitments/{one.pk}/card/"),
    )
    for address in addresses:
        assert status_of(office, address) == 404
    Plan.objects.update(region=RegionFactory(code="990100"))
    for address in addresses:
        assert status_of(cast.plan_office, address) == 404
    assert "示范市·模拟数据" in see(cast.administrator, f"/plans/{plan.pk}/")
    assert "示范市·模拟数据" in see(cast.administrator, f"/commitments/{one.pk}/")


def test_login_is_required_and_only_reading(cast: Cast, plan: Plan) -> None:
    one = Commitment.objects.first()
    assert one
    for address in (
        f"/plans/{plan.pk}/",
        f"/commitments/{one.pk}/",
        f"/commitments/{one.pk}/card/",
    ):
        assert Client().get(address).status_code == 302
        assert client_of(cast.plan_office).post(address).status_code == 405


def test_words_that_look_like_markup_are_words(cast: Cast, plan: Plan) -> None:
    Plan.objects.update(text=TEXT + "\n<b>x</b>")
    page = see(cast.plan_office, f"/plans/{plan.pk}/")
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_the_same_queries_at_two_sizes(cast: Cast, plan: Plan, today: date) -> None:
    one = Commitment.objects.get(name="运城机场改扩建")
    addresses = (
        *(f"/plans/{plan.pk}/", f"/plans/{plan.pk}/?show=late&all=1"),
        *(f"/commitments/{one.pk}/", f"/commitments/{one.pk}/card/"),
    )
    few = [queries_of(cast.plan_office, address) for address in addresses]
    promise_more(plan, today + timedelta(days=1))
    assert CommitmentProject.objects.count() > 20
    assert [queries_of(cast.plan_office, address) for address in addresses] == few
    assert max(few) <= 20
