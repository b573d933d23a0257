"""The review on its page: a part at a time, every act, conflicts, and what was typed."""

from decimal import Decimal
from typing import Any

import pytest

from directory.models import Role, User
from plans.models import Intake, IntakeRow
from tests.cast import Cast
from tests.factories import SectorFactory, UserFactory
from tests.plans.intakes import TEXT, make_intake, make_row
from tests.web.pages import client_of, queries_of, see

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "review"}


@pytest.fixture
def office(cast: Cast) -> User:
    return cast.plan_office


@pytest.fixture
def intake(office: User) -> Intake:
    return make_intake(office)


@pytest.fixture
def row(intake: Intake) -> IntakeRow:
    return make_row(intake, "运三铁路")


def act(user: User, intake: Intake, todo: str, /, *rows: IntakeRow, **sent: Any) -> Any:
    data = {"row": [f"{one.pk}:{one.version}" for one in rows], **sent}
    address = f"/intakes/{intake.pk}/review/{todo}/?part=0"
    return client_of(user).post(address, data, headers=HTMX)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_text_and_rows_side_by_side(office: User, intake: Intake, row: IntakeRow) -> None:
    doubtful = make_row(intake, "夹马口泵站", confidence=Decimal("0.55"), why="prose")
    page = see(office, f"/intakes/{intake.pk}/review/")
    assert "已确认 <b>0</b> / 2" in page
    assert f'data-s="{row.start}" data-rows="{row.pk}">运三铁路</span>' in page
    assert f'class="w is-low" data-s="{doubtful.start}"' in page
    assert "存疑 55%" in page
    assert "<kbd>j</kbd>" in page


def test_the_filters_show_their_rows(office: User, intake: Intake, row: IntakeRow) -> None:
    make_row(intake, "夹马口泵站", confidence=Decimal("0.55"))
    make_row(intake, "稷山县通用机场", state="accepted")
    make_row(intake, "临猗县通用机场", state="set_aside", set_aside_kind="misread")
    for show, names in {
        "open": {"运三铁路", "夹马口泵站"},
        "low": {"夹马口泵站"},
        "accepted": {"稷山县通用机场"},
        "set_aside": {"临猗县通用机场"},
    }.items():
        page = see(office, f"/intakes/{intake.pk}/review/?show={show}")
        found = set(IntakeRow.objects.values_list("name", flat=True))
        shown = {name for name in found if f">{name}</h3>" in page}
        assert shown == names, show
    assert client_of(office).get(f"/intakes/{intake.pk}/review/?show=x").status_code == 404


def test_a_row_is_accepted_in_place(office: User, intake: Intake, row: IntakeRow) -> None:
    answer = act(office, intake, "accept", row)
    page = text_of(answer)
    assert answer.status_code == 200
    assert page.lstrip().startswith('<div id="review"')
    assert "已确认 1 条。" in page
    assert "已确认 <b>1</b> / 1" in page


def test_without_javascript_one_comes_back_to_the_page(
    office: User, intake: Intake, row: IntakeRow
) -> None:
    address = f"/intakes/{intake.pk}/review/accept/?part=0&show=open"
    answer: Any = client_of(office).post(address, {"row": f"{row.pk}:1"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/intakes/{intake.pk}/review/?show=open&part=0"


def test_all_above_a_confidence(office: User, intake: Intake, row: IntakeRow) -> None:
    make_row(intake, "夹马口泵站", confidence=Decimal("0.55"))
    answer = act(
        office, intake, "accept-all", least="0.90", reach="part", start="0", end=str(len(TEXT))
    )
    assert "已确认 1 条。" in text_of(answer)
    assert act(office, intake, "accept-all", least="x").status_code == 422


def test_a_row_is_left_out_and_taken_back(office: User, intake: Intake, row: IntakeRow) -> None:
    page = see(office, f"/intakes/{intake.pk}/review/?aside={row.pk}")
    assert "误读，不是条目" in page
    act(office, intake, "set-aside", row, kind="misread", reason="是标题")
    row.refresh_from_db()
    assert (row.state, row.set_aside_reason) == ("set_aside", "是标题")
    act(office, intake, "reopen", row)
    row.refresh_from_db()
    assert row.state == "open"


def edited(row: IntakeRow, **changed: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "level": row.level,
        "parent": "",
        "regions": "",
        "sector": "",
        "group": "",
        "note": "",
        "start": row.start,
        "end": row.end,
        **changed,
    }


def test_a_row_is_edited(office: User, intake: Intake, row: IntakeRow) -> None:
    SectorFactory(code="0102", name="铁路", parent=SectorFactory(code="01"))
    assert 'name="name"' in see(office, f"/intakes/{intake.pk}/review/?edit={row.pk}")
    sent = edited(row, name="运三高铁", regions="盐湖、140800", sector="0102", accept="1")
    assert act(office, intake, "edit", row, **sent).status_code == 200
    row.refresh_from_db()
    assert (row.name, row.region_codes, row.state) == ("运三高铁", ["140802", "140800"], "accepted")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "field-error"),
        ({"regions": "火星"}, "没有“火星”这个地区"),
        ({"end": "99999"}, "引文为空，或者超出正文范围"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: User, intake: Intake, row: IntakeRow, changed: dict[str, str], words: str
) -> None:
    answer = act(office, intake, "edit", row, **edited(row, note="我写的说明", **changed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "我写的说明" in text_of(answer)


def test_a_conflict_says_who_and_shows_both(
    office: User, intake: Intake, row: IntakeRow, cast: Cast
) -> None:
    colleague = UserFactory(username="zhang", role=Role.PLAN_OFFICE, region=cast.plan_office.region)
    act(colleague, intake, "edit", row, **edited(row, name="别人的名称"))
    answer = act(office, intake, "edit", row, **edited(row, name="我的名称"))
    page = text_of(answer)
    assert answer.status_code == 409
    for words in ("zhang同志于", "我的名称", "别人的名称", f'value="{row.pk}:2"'):
        assert words in page, words
    assert act(office, intake, "accept", row).status_code == 409
    row.refresh_from_db()
    assert (row.name, row.state) == ("别人的名称", "open")


def test_a_row_is_split_and_joined_and_undone(office: User, intake: Intake) -> None:
    row = make_row(intake, "小浪底引黄工程和夹马口泵站")
    page = see(office, f"/intakes/{intake.pk}/review/?split={row.pk}")
    assert "小浪底引黄工程\n夹马口泵站</textarea>" in page
    assert act(office, intake, "split", row, names="一个").status_code == 422
    act(office, intake, "split", row, names="小浪底引黄工程\r\n夹马口泵站")
    rows = list(intake.rows.order_by("start"))
    assert [one.name for one in rows] == ["小浪底引黄工程", "夹马口泵站"]
    act(office, intake, "join", *rows)
    assert intake.rows.exclude(state="gone").get().name == "小浪底引黄工程和夹马口泵站"
    assert "已撤销：合并 2 条。" in text_of(act(office, intake, "undo"))


def test_marked_words_open_as_a_new_row(office: User, intake: Intake, row: IntakeRow) -> None:
    start = TEXT.index("夹马口")
    answer = act(office, intake, "add", start=start, end=start + 5)
    page = text_of(answer)
    assert "已新增条目" in page
    assert 'value="夹马口泵站"' in page


def test_what_is_there_already_is_offered_side_by_side(
    office: User, intake: Intake, cast: Cast
) -> None:
    offer = {"kind": "project", "id": cast.project.pk, "score": 0.73, "name": "运城机场改扩建"}
    row = make_row(
        intake, "张孝机场\n改扩建工程", likely=[offer | {"same_place": None, "same_sector": True}]
    )
    page = see(office, f"/intakes/{intake.pk}/review/?show=likely")
    for words in ("登记簿中可能已有", "名称相似 73%", cast.project.code, "关联此项目"):
        assert words in page, words
    act(office, intake, "choose", row, choice=f"project:{cast.project.pk}")
    row.refresh_from_db()
    assert row.project == cast.project
    assert act(office, intake, "choose", row, choice="project:999").status_code == 422


def test_several_rows_at_once(office: User, intake: Intake, row: IntakeRow) -> None:
    other = make_row(intake, "夹马口泵站")
    act(office, intake, "change", row, other, level="task")
    assert set(intake.rows.values_list("level", flat=True)) == {"task"}
    assert act(office, intake, "change", row, other).status_code in (409, 422)
    assert act(office, intake, "accept").status_code == 422


def test_what_does_not_exist(office: User, intake: Intake, row: IntakeRow) -> None:
    assert act(office, intake, "nothing", row).status_code == 404
    row.pk += 1000
    assert act(office, intake, "accept", row).status_code == 422


def test_nothing_to_review_while_it_is_read(office: User) -> None:
    intake = make_intake(office, state="reading")
    answer: Any = client_of(office).get(f"/intakes/{intake.pk}/review/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/intakes/{intake.pk}/")


def test_the_page_asks_no_more_for_more_rows(office: User, intake: Intake, cast: Cast) -> None:
    offer = {"kind": "project", "id": cast.project.pk, "score": 0.7, "name": "x"}
    offer |= {"same_place": None, "same_sector": False}
    for quote in ("运三铁路", "夹马口泵站"):
        make_row(intake, quote, likely=[offer], region_codes=["140802"])
    address = f"/intakes/{intake.pk}/review/"
    few = queries_of(office, address)
    for _ in range(10):
        make_row(intake, "稷山县通用机场", likely=[offer], region_codes=["140802"])
    assert queries_of(office, address) == few
