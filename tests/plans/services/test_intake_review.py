"""The acts of a review: decided, mended, split, joined, added, chosen, and undone."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from directory.models import Role, User
from plans.models import Commitment, Intake, IntakeAct, IntakeRow, Plan
from plans.services import intake_mending as mending
from plans.services import intake_review as review
from plans.services.intake_review import RowChanged
from plans.services.intake_undo import undo
from tests.cast import Cast
from tests.factories import NOW, SectorFactory, UserFactory
from tests.plans.intakes import TEXT, make_intake, make_row
from tests.projects.traces import assert_traced
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> User:
    return cast.plan_office


@pytest.fixture
def colleague(cast: Cast) -> User:
    region = cast.plan_office.region
    return UserFactory(username="colleague", role=Role.PLAN_OFFICE, region=region)


@pytest.fixture
def intake(office: User) -> Intake:
    return make_intake(office)


@pytest.fixture
def do(intake: Intake, office: User) -> Callable[..., Any]:
    """Do an act as the plan office."""

    def act(service: Callable[..., Any], actor: User = office, **values: Any) -> Any:
        return service(intake_id=intake.pk, actor=actor, now=NOW, **values)

    return act


def again(row: IntakeRow) -> IntakeRow:
    return IntakeRow.objects.get(pk=row.pk)


def seen(*rows: IntakeRow) -> dict[int, int | None]:
    return {row.pk: again(row).version for row in rows}


# --- Deciding -------------------------------------------------------------------------------------


def test_a_row_is_accepted(do: Any, intake: Intake, office: User) -> None:
    row = make_row(intake, "运三铁路")
    assert do(review.accept, seen={row.pk: 1}) == 1
    row = again(row)
    assert (row.state, row.changed_by, row.version) == ("accepted", office, 2)
    assert_traced(row, "intake.accept", office)


def test_all_above_a_confidence_in_a_stretch(do: Any, intake: Intake) -> None:
    sure = make_row(intake, "运三铁路")
    doubtful = make_row(intake, "稷山县通用机场", confidence=Decimal("0.55"))
    below = make_row(intake, "夹马口泵站")
    aside = make_row(intake, "临猗县通用机场", state="set_aside", set_aside_kind="misread")
    assert do(review.accept_all, least=Decimal("0.9"), end=TEXT.index("第二章")) == 1
    states = [again(row).state for row in (sure, doubtful, below, aside)]
    assert states == ["accepted", "open", "open", "set_aside"]
    assert do(review.accept_all, least=Decimal("0.5")) == 2


def test_a_row_is_set_aside_with_its_kind(do: Any, intake: Intake) -> None:
    row = make_row(intake, "运三铁路")
    with refused("choice_unknown", field="kind"):
        do(review.set_aside, seen=seen(row), kind="", reason="")
    with refused("reason_required"):
        do(review.set_aside, seen=seen(row), kind="not_tracked", reason=" ")
    do(review.set_aside, seen=seen(row), kind="not_tracked", reason="由省里调度")
    row = again(row)
    assert (row.state, row.set_aside_kind) == ("set_aside", "not_tracked")
    assert row.set_aside_reason == "由省里调度"
    do(review.reopen, seen=seen(row))
    assert (again(row).state, again(row).set_aside_reason) == ("open", "")


def test_two_people_do_not_overwrite_each_other(
    do: Any, intake: Intake, office: User, colleague: User
) -> None:
    row = make_row(intake, "运三铁路")
    other = make_row(intake, "夹马口泵站")
    do(mending.edit, row_id=row.pk, version=1, values={"name": "运城至三门峡铁路"}, actor=colleague)
    with pytest.raises(RowChanged) as conflict:
        do(review.accept, seen={row.pk: 1, other.pk: 1})
    assert conflict.value.row.changed_by == colleague
    assert (conflict.value.seen, conflict.value.current) == (1, 2)
    assert (again(row).name, again(other).state) == ("运城至三门峡铁路", "open")


def test_only_under_review(do: Any, intake: Intake) -> None:
    row = make_row(intake, "运三铁路")
    Intake.objects.filter(pk=intake.pk).update(state="discarded")
    with refused("intake_state"):
        do(review.accept, seen=seen(row))


def test_rows_of_another_document_do_not_exist(do: Any, cast: Cast) -> None:
    other = make_row(make_intake(cast.administrator, region_id="140802"), "运三铁路")
    with pytest.raises(IntakeRow.DoesNotExist):
        do(review.accept, seen=seen(other))


def test_strangers_do_nothing(do: Any, intake: Intake, cast: Cast) -> None:
    row = make_row(intake, "运三铁路")
    for person in (cast.stranger, cast.leader, cast.county_office, cast.integration):
        with pytest.raises(Intake.DoesNotExist):
            do(review.accept, seen=seen(row), actor=person)


# --- Mending --------------------------------------------------------------------------------------


def test_a_row_is_edited_and_accepted(do: Any, intake: Intake) -> None:
    SectorFactory(code="0102", name="铁路")
    programme = make_row(intake, "通用机场工程", level="programme")
    row = make_row(intake, "运三铁路")
    values = {
        "name": "运三高铁",
        "level": "task",
        "parent_id": programme.pk,
        "region_codes": ["140802", "411200"],
        "sector_id": "0102",
        "start": row.start,
        "end": row.end + 1,
    }
    do(mending.edit, row_id=row.pk, version=1, values=values, accepting=True)
    row = again(row)
    assert (row.name, row.level, row.parent, row.state) == (
        "运三高铁",
        "task",
        programme,
        "accepted",
    )
    assert (row.quote, row.region_codes) == ("运三铁路。", ["140802", "411200"])


@pytest.mark.parametrize(
    ("values", "why", "field"),
    [
        ({"name": " "}, "required", "name"),
        ({"name": "长" * 201}, "note_too_long", "name"),
        ({"level": "x"}, "choice_unknown", "level"),
        ({"region_codes": ["运城"]}, "code_form", "regions"),
        ({"sector_id": "99"}, "intake_sector_unknown", "sector"),
        ({"start": 5, "end": 5}, "intake_extent", "quote"),
        ({"start": 5, "end": 99999}, "intake_extent", "quote"),
        ({"parent_id": 999999}, "intake_parent", "parent"),
    ],
)
def test_what_is_not_right_says_which_field(
    do: Any, intake: Intake, values: dict[str, Any], why: str, field: str
) -> None:
    row = make_row(intake, "运三铁路")
    with refused(why, field=field):
        do(mending.edit, row_id=row.pk, version=1, values=values)
    assert again(row).version == 1


def test_a_programme_cannot_hang_on_its_own_member(do: Any, intake: Intake) -> None:
    upper = make_row(intake, "通用机场工程", level="programme")
    lower = make_row(intake, "稷山县通用机场", level="programme", parent=upper)
    project = make_row(intake, "运三铁路")
    for parent in (lower, upper, project):
        with refused("intake_parent", field="parent"):
            do(mending.edit, row_id=upper.pk, version=1, values={"parent_id": parent.pk})


def test_several_rows_change_their_kind_at_once(do: Any, intake: Intake) -> None:
    rows = [make_row(intake, "运三铁路"), make_row(intake, "夹马口泵站")]
    assert do(mending.change_rows, seen=seen(*rows), values={"level": "task"}) == 2
    assert {again(row).level for row in rows} == {"task"}


def test_a_row_is_split_and_each_name_finds_its_words(do: Any, intake: Intake) -> None:
    row = make_row(intake, "小浪底引黄工程和夹马口泵站")
    with refused("intake_split", field="names"):
        do(mending.split, row_id=row.pk, version=1, names=["小浪底引黄工程", " "])
    names = ["小浪底引黄工程", "夹马口泵站", "另有所指"]
    first, second, third = do(mending.split, row_id=row.pk, version=1, names=names)
    assert first.pk == row.pk
    assert [one.quote for one in (first, second)] == ["小浪底引黄工程", "夹马口泵站"]
    assert third.quote == "小浪底引黄工程和夹马口泵站"
    for one in (first, second, third):
        assert TEXT[one.start : one.end] == one.quote
        assert (one.state, one.box) == ("open", "1")


def test_words_over_a_line_break_are_found(do: Any, intake: Intake) -> None:
    row = make_row(intake, "张孝机场\n改扩建工程、运三铁路")
    rows = do(mending.split, row_id=row.pk, version=1, names=["张孝机场改扩建工程", "运三铁路"])
    assert [one.quote for one in rows] == ["张孝机场\n改扩建工程", "运三铁路"]


def test_rows_are_joined_over_all_their_words(do: Any, intake: Intake) -> None:
    first = make_row(intake, "张孝机场", region_codes=["140802"])
    second = make_row(intake, "改扩建工程", region_codes=["140821"], level="programme")
    member = make_row(intake, "运三铁路", parent=second)
    with refused("intake_join"):
        do(mending.join, seen=seen(first))
    joined = do(mending.join, seen=seen(second, first))
    assert joined.pk == first.pk
    assert (joined.name, joined.quote) == ("张孝机场改扩建工程", "张孝机场\n改扩建工程")
    assert joined.region_codes == ["140802", "140821"]
    assert again(second).state == "gone"
    assert again(member).parent == first


def test_marked_words_become_a_row(do: Any, intake: Intake, office: User) -> None:
    start = TEXT.index("张孝机场")
    row = do(mending.add, start=start, end=TEXT.index("、运三铁路"))
    assert (row.name, row.state, row.confidence) == ("张孝机场改扩建工程", "accepted", None)
    assert (row.box, row.box_title, row.section_key) == ("1", "交通重点工程", "b1")
    assert again(row).changed_by == office
    outside = do(mending.add, start=TEXT.index("夹马口"), end=TEXT.index("泵站"))
    assert (outside.box, outside.section_key) == ("", "c2")
    with refused("intake_extent", field="quote"):
        do(mending.add, start=10, end=10)


def test_what_a_row_becomes_is_chosen(do: Any, intake: Intake, cast: Cast) -> None:
    first, second, third = (
        make_row(intake, quote) for quote in ("运三铁路", "夹马口泵站", "稷山县通用机场")
    )
    do(review.choose, seen=seen(first), choice="project", target_id=cast.project.pk)
    assert again(first).project == cast.project
    do(review.choose, seen=seen(second), choice="row", target_id=first.pk)
    # The same as what is itself the same as another: all rest on the one.
    do(review.choose, seen=seen(third), choice="row", target_id=second.pk)
    assert again(third).same_as == first
    do(review.choose, seen=seen(first), choice="new")
    assert (again(first).choice, again(first).project) == ("new", None)
    do(review.choose, seen=seen(first), choice="")
    assert again(first).choice == ""


def test_new_for_many_leaves_what_was_chosen(do: Any, intake: Intake, cast: Cast) -> None:
    linked, open_row = make_row(intake, "运三铁路"), make_row(intake, "夹马口泵站")
    do(review.choose, seen=seen(linked), choice="project", target_id=cast.project.pk)
    assert do(review.choose, seen=seen(again(linked), open_row), choice="new") == 1
    assert again(linked).project == cast.project
    assert again(open_row).choice == "new"


@pytest.mark.parametrize(
    ("choice", "target"), [("project", 999999), ("project", None), ("row", None), ("other", 1)]
)
def test_what_it_cannot_become(do: Any, intake: Intake, choice: str, target: int | None) -> None:
    row = make_row(intake, "运三铁路")
    with refused("intake_choice", field="choice"):
        do(review.choose, seen=seen(row), choice=choice, target_id=target)
    with refused("intake_choice", field="choice"):
        do(review.choose, seen=seen(row), choice="row", target_id=row.pk)


def test_the_same_names_are_linked_at_once(do: Any, intake: Intake, cast: Cast) -> None:
    def offer(name: str, place: bool | None = None, pk: int = cast.project.pk) -> dict[str, Any]:
        return {"kind": "project", "id": pk, "score": 1.0, "name": name, "same_place": place}

    same = make_row(intake, "运三铁路", likely=[offer("运三铁路")])
    elsewhere = make_row(intake, "夹马口泵站", likely=[offer("夹马口泵站", place=False)])
    alike = make_row(intake, "稷山县通用机场", likely=[offer("稷山通用机场")])
    gone = make_row(intake, "临猗县通用机场", likely=[offer("临猗县通用机场", pk=999999)])
    assert do(review.link_same) == 1
    assert again(same).project == cast.project
    assert {again(row).choice for row in (elsewhere, alike, gone)} == {""}


# --- Undoing --------------------------------------------------------------------------------------


def test_acts_are_undone_one_after_the_other(do: Any, intake: Intake, office: User) -> None:
    row, other = make_row(intake, "运三铁路"), make_row(intake, "夹马口泵站")
    do(review.accept, seen=seen(row))
    do(mending.edit, row_id=row.pk, version=2, values={"name": "运三高铁"})
    do(review.accept, seen=seen(other))
    assert [do(undo).kind for _ in range(3)] == ["accept", "edit", "accept"]
    assert (again(row).name, again(row).state, again(other).state) == ("运三铁路", "open", "open")
    assert_traced(again(row), "intake.undo", office)
    with refused("intake_nothing_to_undo"):
        do(undo)


def test_a_split_a_join_and_an_addition_are_undone(do: Any, intake: Intake) -> None:
    row = make_row(intake, "小浪底引黄工程和夹马口泵站")
    rows = do(mending.split, row_id=row.pk, version=1, names=["小浪底引黄工程", "夹马口泵站"])
    do(mending.join, seen=seen(*rows))
    added = do(mending.add, start=TEXT.index("运三"), end=TEXT.index("运三") + 4)
    do(undo)
    assert again(added).state == "gone"
    do(undo)
    assert {again(one).state for one in rows} == {"open"}
    do(undo)
    assert [again(one).state for one in rows] == ["open", "gone"]
    assert again(row).quote == "小浪底引黄工程和夹马口泵站"


def test_what_somebody_has_gone_on_with_is_not_undone(
    do: Any, intake: Intake, colleague: User
) -> None:
    row = make_row(intake, "运三铁路")
    do(review.accept, seen=seen(row))
    do(mending.edit, row_id=row.pk, version=2, values={"name": "运三高铁"}, actor=colleague)
    with pytest.raises(RowChanged):
        do(undo)
    assert again(row).name == "运三高铁"
    assert IntakeAct.objects.filter(undone_at=None).count() == 2


def test_one_undoes_only_ones_own(do: Any, intake: Intake, colleague: User) -> None:
    row = make_row(intake, "运三铁路")
    do(review.accept, seen=seen(row))
    with refused("intake_nothing_to_undo"):
        do(undo, actor=colleague)


def test_a_row_in_the_register_is_changed_there(do: Any, intake: Intake) -> None:
    plan = Plan.objects.create(
        doc="p",
        title="p",
        region_id="140800",
        text=TEXT,
        sha256="",
        created_at=NOW,
        updated_at=NOW,
    )
    row = make_row(intake, "运三铁路", state="accepted")
    row.commitment = Commitment.objects.create(
        plan=plan,
        key="1",
        name="x",
        quote="x",
        start=0,
        end=1,
        level="project",
        created_at=NOW,
        updated_at=NOW,
    )
    row.save(update_fields=["commitment"])
    with refused("intake_row_registered"):
        do(review.reopen, seen=seen(row))
