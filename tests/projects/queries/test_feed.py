"""Which entries of the change feed a person may know of."""

from typing import Any

from directory.models import OutboxEntry, User
from projects.models import Project
from projects.queries.feed import entries_visible_to
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, UserFactory


def entry(name: str, project: Project | None = None, **values: Any) -> None:
    given: dict[str, Any] = {
        "resource": "x",
        "object_version": 1,
        "change": "updated",
        "action": "test",
    }
    OutboxEntry.objects.create(
        object_id=name, project_id=project.pk if project else None, **(given | values)
    )


def heard(user: User) -> set[str]:
    rows = OutboxEntry.objects.filter(entries_visible_to(user))
    return set(rows.values_list("object_id", flat=True))


def test_a_person_hears_of_what_exists_for_them(cast: Cast) -> None:
    demo_city = RegionFactory(code="990100")
    linfen = RegionFactory(code="141002")
    entry("airport", cast.project)
    entry("withdrawn", ProjectFactory(withdrawn_at=NOW, withdrawn_reason="误录"))
    entry("internal elsewhere", ProjectFactory(region=linfen))
    entry("disclosed elsewhere", ProjectFactory(region=linfen, disclosed=True))
    entry("fictitious", ProjectFactory(region=RegionFactory(code="990101"), disclosed=True))
    entry("list of the city", region_code="140800")
    entry("fictitious list", region_code="990100")
    shared = {"disclosed elsewhere", "list of the city"}

    assert heard(cast.plan_office) == {"airport", "withdrawn"} | shared
    assert heard(cast.lead) == {"airport"} | shared
    assert heard(cast.stranger) == shared
    assert len(heard(cast.administrator)) == 7
    assert heard(UserFactory(role="plan_office", region=demo_city)) == {
        "fictitious",
        "fictitious list",
    }
    assert heard(UserFactory(is_active=False)) == set()
