"""What a project rests on, readable as evidence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Region, Role, User
from plans.models import Plan
from plans.queries.quotes import quotes_of_project
from projects.models import Project
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def office() -> User:
    return UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="140800"))


def test_the_airport_has_its_quotes(office: User) -> None:
    airport = Project.objects.get(name="运城机场改扩建")
    first, second, third = quotes_of_project(office, airport)
    assert first.place == "运政发〔2021〕12号 专栏 6 通用航空产业"
    assert (first.quote, first.start, first.end) == ("运城机场改扩建", 34377, 34384)
    assert first.before.endswith("通用航空产业。")
    assert first.after.startswith("、河津市航空经济区通用机场项目")
    assert second.place.startswith("《运城区域融合发展规划")
    assert second.quote == "运城张孝机场改\n\n扩建工程"
    assert second.words == "运城张孝机场改扩建工程"
    assert third.before.endswith("继续推进")
    for quote in (first, second, third):
        text = Plan.objects.get(pk=quote.commitment.plan_id).text
        assert text[quote.start : quote.end] == quote.quote
        assert "\n" not in quote.before + quote.words + quote.after
        assert not quote.confirmed
        assert quote.basis


def test_a_bare_word_shows_the_sentence_around_it(office: User) -> None:
    quote = quotes_of_project(office, Project.objects.get(name="国道108曲沃过境"))[0]
    assert quote.words == "曲沃"
    assert quote.before.endswith("国道108襄汾、")
    assert quote.after.startswith("、侯马、霍州、洪洞、尧都区过境")
    # The words around a quote end where its group ends.
    assert quote.before.startswith("国省道过境路段改造工程")


def test_one_query_however_many(office: User) -> None:
    airport = Project.objects.get(name="运城机场改扩建")
    with CaptureQueriesContext(connection) as captured:
        quotes_of_project(office, airport)
    assert len(captured) == 1


def test_another_world_reads_nothing() -> None:
    city = RegionFactory(code="990100", name="示范市")
    stranger = UserFactory(role=Role.PLAN_OFFICE, region=city)
    assert quotes_of_project(stranger, Project.objects.get(name="运城机场改扩建")) == []
