"""The demonstration city's reminders go, and nobody else's."""

from datetime import timedelta

from directory.models import Role
from reminders.models import Delivery, Reminder
from reminders.services.composing import compose
from reminders.services.planning import plan_day
from reminders.services.removal import forget_fictitious
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    UserFactory,
)
from tests.reminders.stage import MONDAY, morning, owed


def test_only_what_is_fictitious_goes(cast: Cast) -> None:
    city = RegionFactory(code="990100", name="示范市")
    bureau = DepartmentFactory(code="990100-jtj", name="示范市交通局", region=city)
    project = ProjectFactory(name="示范快速路", region=RegionFactory(code="990101"))
    PartyFactory(project=project, department=bureau)
    demo = UserFactory(username="demo", role=Role.DEPARTMENT_HEAD, region=None, department=bureau)
    owed(cast, MONDAY + timedelta(days=1), project=project, department=bureau)
    owed(cast, MONDAY + timedelta(days=1))
    plan_day(today=MONDAY, now=morning(MONDAY))
    compose(day=MONDAY, now=morning(MONDAY))
    assert Reminder.objects.filter(recipient=demo).count() == 3
    assert Delivery.objects.count() == 3
    assert forget_fictitious() == 3 + 1
    assert Reminder.objects.count() == 6
    assert set(Delivery.objects.values_list("recipient__username", flat=True)) == {"lead", "head"}
    assert forget_fictitious() == 0
