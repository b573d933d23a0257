"""The gap list: counted by what its rows have in common, and worked off in place."""

import re
from typing import Any

import pytest

from plans.models import Commitment, CommitmentProject, Plan
from projects.models import Project
from tests.cast import Cast
from tests.factories import ProjectFactory, RegionFactory, SectorFactory
from tests.web.pages import client_of, count_on, queries_of, see, status_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(plan: Plan) -> Commitment:
    one = Commitment.objects.get(name="稷山县通用机场")
    Commitment.objects.filter(pk=one.pk).update(sector=SectorFactory())
    one.regions.add(RegionFactory(code="140824", name="稷山县"))
    return one


def send(cast: Cast, address: str, person: str = "plan_office", **data: Any) -> Any:
    return client_of(cast.people()[person]).post(address, data)


@pytest.mark.parametrize("by", ["plan", "box", "region", "sector"])
def test_gaps_are_counted_and_each_figure_leads_to_its_rows(
    cast: Cast, gap: Commitment, by: str
) -> None:
    page = see(cast.plan_office, f"/commitments/?standing=gap&by={by}")
    groups = re.findall(r'<li><a href="(\?[^"]*by=[^"]*)">[^<]* <b>(\d+)</b>', page)
    assert groups, by
    for query, count in groups:
        address = "/commitments/" + query.replace("&amp;", "&")
        assert count_on(see(cast.plan_office, address)) == int(count), address


def test_running_text_is_a_group_of_its_own(cast: Cast, gap: Commitment) -> None:
    Commitment.objects.filter(pk=gap.pk).update(box="", box_title="")
    page = see(cast.plan_office, "/commitments/?standing=gap&by=box")
    assert "box=-" in page
    assert count_on(see(cast.plan_office, "/commitments/?standing=gap&box=-")) == 1
    assert count_on(see(cast.plan_office, "/commitments/?standing=gap&box=6")) == 0


def test_a_project_is_made_in_place(cast: Cast, gap: Commitment) -> None:
    page = see(cast.plan_office, "/commitments/?standing=gap")
    assert f'hx-get="/commitments/{gap.pk}/take-up/?next=/commitments/%3Fstanding%3Dgap"' in page
    form = see(cast.plan_office, f"/commitments/{gap.pk}/take-up/")
    assert 'value="稷山县通用机场"' in form
    answer = send(
        cast, f"/commitments/{gap.pk}/take-up/", name="稷山通用机场", sector="01", version=1
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/commitments/{gap.pk}/")
    assert Project.objects.get(commitments=gap).name == "稷山通用机场"
    assert "没有缺口" in see(cast.plan_office, "/commitments/?standing=gap")


def test_a_project_with_a_like_name_is_offered_and_linked(cast: Cast, gap: Commitment) -> None:
    like = ProjectFactory(name="稷山县通用机场工程", region=RegionFactory(code="140824"))
    form = see(cast.plan_office, f"/commitments/{gap.pk}/link/")
    assert like.name in form
    address = f"/commitments/{gap.pk}/link/"
    assert send(cast, address, version=1).status_code == 422
    refused = send(cast, address, code="9999-1", version=1)
    assert "没有编号为“9999-1”的项目" in refused.content.decode()
    assert send(cast, address, project=like.pk, version=1).status_code == 302
    assert send(cast, address, code=cast.project.code, version=2).status_code == 302
    assert set(gap.projects.all()) == {like, cast.project}


def test_a_commitment_is_set_aside_and_brought_back(cast: Cast, gap: Commitment) -> None:
    away, back = f"/commitments/{gap.pk}/set-aside/", f"/commitments/{gap.pk}/bring-back/"
    assert send(cast, away, reason="", version=1).status_code == 422
    assert send(cast, away, reason="并入他项", version=1).status_code == 302
    page = see(cast.plan_office, f"/commitments/{gap.pk}/")
    assert "并入他项" in page
    assert back in page
    assert send(cast, back, reason="恢复", version=1).status_code == 409, "an older version"
    assert send(cast, back, reason="恢复", version=2).status_code == 302
    assert count_on(see(cast.plan_office, "/commitments/?standing=gap")) == 1


def test_a_link_is_taken_away(cast: Cast, plan: Plan) -> None:
    made = CommitmentProject.objects.get()
    page = see(cast.plan_office, f"/commitments/{made.commitment_id}/")
    assert f'href="/quotes/{made.pk}/unlink/"' in page
    assert send(cast, f"/quotes/{made.pk}/unlink/", reason="误联").status_code == 302
    assert not CommitmentProject.objects.exists()
    assert count_on(see(cast.plan_office, "/commitments/?standing=gap")) == 2


@pytest.mark.parametrize("act", ["take-up", "link", "set-aside", "bring-back"])
def test_only_the_plan_office_acts(cast: Cast, gap: Commitment, act: str) -> None:
    address = f"/commitments/{gap.pk}/{act}/"
    assert status_of(cast.plan_office, address) == 200
    for person in ("lead", "leader", "stranger", "county_office"):
        assert status_of(cast.people()[person], address) == 403
        assert send(cast, address, person, reason="x", name="x").status_code == 403
        assert address not in see(cast.people()[person], "/commitments/?standing=gap")
    assert status_of(cast.plan_office, f"/commitments/999999/{act}/") == 404


def test_the_same_queries_however_long(cast: Cast, gap: Commitment) -> None:
    ProjectFactory(name="稷山县通用机场", region=RegionFactory(code="140824"))
    addresses = (
        "/commitments/?standing=gap",
        "/commitments/?standing=gap&by=region",
        f"/commitments/{gap.pk}/link/",
    )
    few = [queries_of(cast.plan_office, one) for one in addresses]
    CommitmentProject.objects.all().delete()
    for number in range(5):
        ProjectFactory(name=f"稷山县通用机场{number}期", region=RegionFactory(code="140824"))
    assert [queries_of(cast.plan_office, one) for one in addresses] == few
