"""The demonstration city: believable, true to the rules, and gone without a trace."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from psycopg2 import sql

from api.models import KeptAnswer
from directory.clock import date_of
from directory.models import Company, FeedEpoch, Job, OutboxEntry, Region, Role, User
from directory.services import reference as places
from directory.services.sequencer import number_outbox
from directory.services.tokens import issue_token
from planner.demonstration.loader import load_demo
from planner.demonstration.removal import remove_demo
from planner.demonstration.traces import all_models
from planner.first_users import ensure_first_users
from plans.services.library import load_library
from plans.services.register import load_register
from projects.models import Evidence, LightTransition, Milestone, Project, Report, ReportRound
from projects.services import milestones
from projects.services import reference as catalogues
from projects.services.lights import recompute
from reminders.services.composing import compose
from reminders.services.planning import plan_day
from reminders.services.reference import load_rules
from tests.planner.demonstration_faults import faults

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date_of(NOW)
Rows = dict[str, Counter[str]]


def every_row() -> Rows:
    """A digest of every row of every table, those of history and of Django included."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = sql.Identifier(table)
            cursor.execute(sql.SQL("SELECT md5(row::text) FROM {} AS row").format(name))
            rows[table] = Counter(digest for (digest,) in cursor.fetchall())
    return rows


def tell_the_day(now: datetime) -> None:
    """What beat does: reminders planned and composed, the feed numbered."""
    plan_day(today=date_of(now), now=now)
    compose(day=date_of(now), now=now)
    number_outbox(now=now)


class DemonstrationCity(TestCase):
    """Loaded once beside the real register; each test sees it as loaded."""

    real: ClassVar[Rows]

    @classmethod
    def setUpTestData(cls) -> None:
        places.load_reference(now=NOW)
        catalogues.load_reference(now=NOW)
        load_library(now=NOW)
        load_register(now=NOW)
        load_rules(now=NOW)
        ensure_first_users(now=NOW, password=None)
        tell_the_day(NOW)
        cls.real = every_row()
        assert load_demo(now=NOW).projects == 151

    # --- Believable ---------------------------------------------------------------------

    def test_it_breaks_no_rule(self) -> None:
        assert faults(TODAY) == []

    def test_its_lights_are_those_of_the_rules(self) -> None:
        ids = list(Project.objects.fictitious().values_list("id", flat=True))
        assert recompute(now=NOW, project_ids=ids) == 0

    def test_its_lights_are_a_mix_that_an_office_believes(self) -> None:
        share = Counter(Project.objects.fictitious().values_list("light", flat=True))
        assert 75 <= share["green"] <= 100
        assert 18 <= share["yellow"] <= 38
        assert 10 <= share["red"] <= 22
        assert 15 <= share["grey"] <= 28

    def test_something_is_overdue_and_something_is_coming(self) -> None:
        city = Milestone.objects.in_region("990100")
        late = [one.days_late(TODAY) for one in city.overdue(TODAY)]
        assert min(late) < 7
        assert max(late) > 90
        assert len(set(city.overdue(TODAY).values_list("department"))) >= 8
        assert city.due_between(TODAY, TODAY + timedelta(days=30)).count() >= 12

    def test_every_role_has_somebody(self) -> None:
        people = User.objects.filter(username__startswith="demo-")
        assert set(people.values_list("role", flat=True)) == set(Role.values) - {"administrator"}
        assert not any(person.has_usable_password() for person in people)

    def test_reports_reach_back_two_years_and_a_round_is_open(self) -> None:
        rounds = ReportRound.objects.filter(region="990100").order_by("year", "month")
        first, last = rounds[0], rounds[len(rounds) - 1]
        assert (first.year, first.month) == (2024, 12)
        assert (last.year, last.month, last.state) == (2026, 11, ReportRound.State.OPEN)
        states = Counter(
            Report.objects.filter(project__province_code="99").values_list("state", flat=True)
        )
        assert set(states) == set(Report.State.values)

    def test_the_works_rest_in_winter(self) -> None:
        def done_in(month: int) -> Any:
            rows = Report.objects.filter(year=2026, month=month, project__province_code="99")
            return sum(one.investment or 0 for one in rows)

        assert done_in(2) < done_in(4) < done_in(6)

    # --- Marked and apart ---------------------------------------------------------------

    def test_it_touches_no_real_row(self) -> None:
        after = every_row()
        assert not {table: lost for table in self.real if (lost := self.real[table] - after[table])}

    def test_everything_stands_under_a_province_that_does_not_exist(self) -> None:
        new = Region.objects.filter(code__startswith="99")
        assert new.get(parent=None).name == "示范省（模拟）"
        assert new.count() == 8
        companies = Company.objects.filter(region__in=new)
        assert not companies.filter(credit_code__isnull=False).exists()
        assert not Project.objects.real().filter(sponsor__username__startswith="demo-").exists()
        people = User.objects.filter(username__startswith="demo-")
        assert all(person.email.endswith(".invalid") for person in people)

    def test_a_second_load_changes_nothing(self) -> None:
        before = every_row()
        assert load_demo(now=NOW + timedelta(days=40)).projects == 0
        assert every_row() == before

    # --- Gone without a trace -----------------------------------------------------------

    def test_removal_leaves_the_database_as_it_was(self) -> None:
        self._use_it_for_a_day()
        kept = list(Evidence.objects.values_list("file", flat=True).distinct())
        assert all(default_storage.exists(name) for name in kept)
        with self.captureOnCommitCallbacks(execute=True):
            call_command("remove_demo", stdout=StringIO())
        after = every_row()
        epochs = FeedEpoch._meta.db_table
        left = {t for t in self.real if t != epochs and after[t] != self.real[t]}
        assert left == set()
        assert not any(default_storage.exists(name) for name in kept)
        assert not list(Path(settings.MAIL_DIRECTORY).glob("demo-*.eml"))
        assert remove_demo(now=NOW).rows == 0

    def test_nothing_of_it_can_be_found_by_code_or_name(self) -> None:
        self._use_it_for_a_day()
        remove_demo(now=NOW)
        for model in all_models():
            columns = {
                field.attname
                for field in model._meta.concrete_fields
                if re.search(r"region|username|_code$|parent", field.attname)
            }
            for column in columns:
                values = model._base_manager.values_list(column, flat=True)
                texts = [value for value in values if isinstance(value, str)]
                found = [text for text in texts if re.match(r"99(\d{4})?$|demo-", text)]
                assert not found, (model, column, found)

    def test_readers_of_the_feed_are_told_by_a_new_epoch(self) -> None:
        tell_the_day(NOW)
        before = FeedEpoch.objects.latest("id")
        remove_demo(now=NOW)
        assert FeedEpoch.objects.latest("id") != before
        assert not OutboxEntry.objects.filter(region_code__startswith="99").exists()

    def test_a_real_row_that_refers_to_it_is_in_the_way(self) -> None:
        project = Project.objects.real().earliest("id")
        Project.objects.filter(pk=project.pk).update(
            sponsor=User.objects.get(username="demo-leader")
        )
        with pytest.raises(CommandError, match=project.name):
            call_command("remove_demo", stdout=StringIO())
        assert Project.objects.fictitious().count() == 151

    def _use_it_for_a_day(self) -> None:
        """People log in, act, fail to log in; reminders go out; other systems come and ask."""
        person = User.objects.get(username="demo-fgw")
        self.client.force_login(person)
        milestone = Milestone.objects.in_region("990100").overdue(TODAY).earliest("id")
        forecast_on = TODAY + timedelta(days=20)
        milestones.forecast(
            milestone_id=milestone.pk,
            forecast_on=forecast_on,
            reason="赶工",
            actor=person,
            now=NOW,
        )
        issue_token(user=person, name="试用", actor=person, now=NOW)
        AccessAttempt.objects.create(username="demo-fgw", attempt_time=NOW, failures_since_start=1)
        LogEntry.objects.log_actions(person.pk, [milestone], CHANGE, single_object=True)
        Job.objects.create(kind="trial", requested_by=person, run_after=NOW, created_at=NOW)
        KeptAnswer.objects.create(user=person, key="1", fingerprint="0", kept_at=NOW)
        tell_the_day(NOW)
        mails = Path(settings.MAIL_DIRECTORY)
        mails.mkdir(parents=True, exist_ok=True)
        (mails / "demo-1.eml").write_text(f"To: {person} <{person.email}>\n\n你好\n", "utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29"])
def test_it_is_alive_whichever_day_it_is_loaded(day: str) -> None:
    now = datetime.fromisoformat(f"{day}T03:00:00+00:00")
    places.load_reference(now=now)
    catalogues.load_reference(now=now)
    load_demo(now=now)
    today = date_of(now)
    assert faults(today) == []
    share = Counter(Project.objects.values_list("light", flat=True))
    assert min(share[light] for light in ("green", "yellow", "red", "grey")) >= 8
    assert Milestone.objects.overdue(today).count() >= 12
    assert Milestone.objects.due_between(today, today + timedelta(days=30)).count() >= 8
    assert ReportRound.objects.filter(state="open").exists()
    assert not LightTransition.objects.filter(on__gt=today).exists()
