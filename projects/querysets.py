"""Which rows, and for whom. What a person may *do* with a row is `projects.policy`.

`visible_to` says what exists for a person (everything else is "not found"); `in_scope_of` is
the narrower question of what is theirs, on which overviews and default lists stand.
"""

import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from directory.models import FICTITIOUS_PREFIX, REGION_ROLES, Role, User, region_prefix
from projects.rules import statuses

if TYPE_CHECKING:
    # The generic bases below name them as text.
    from projects.models import Milestone, Project, ProjectList, Report  # noqa: F401

NOTHING = Q(pk__in=[])
Person = User | AnonymousUser
Row = TypeVar("Row", bound=models.Model, covariant=True)


# --- Where ------------------------------------------------------------------------------------


def region_q(code: str) -> Q:
    """Rows whose own region is this one or lies in it, by the column of its level."""
    prefix = region_prefix(code)
    column = {2: "province_code", 4: "city_code", 6: "region_id"}[len(prefix)]
    return Q(**{column: prefix})


def touching_q(code: str, *, key: str) -> Q:
    """Rows whose project touches a region: its own region lies in it, or it names a place
    there."""
    from projects.models import ProjectRegion

    prefix = region_prefix(code)
    named = ProjectRegion.objects.filter(region_id__gte=prefix.ljust(6, "0"))
    named = named.filter(region_id__lte=prefix.ljust(6, "9"))
    return region_q(code) | Q(**{f"{key}__in": named.values("project")})


# --- For whom ---------------------------------------------------------------------------------


def home_region(user: User) -> str:
    """The code of the region that a person belongs to, by region, department or company; ""
    for an administrator above all regions."""
    if user.region_id:
        return user.region_id
    if user.department is not None:
        return user.department.region_id
    if user.company is not None:
        return user.company.region_id
    return ""


def sees_everything(user: Person) -> bool:
    """An administrator without a region stands above the real and the fictitious world."""
    return isinstance(user, User) and user.role == Role.ADMINISTRATOR and user.region_id is None


def is_of_fictitious_world(user: User) -> bool:
    return home_region(user).startswith(FICTITIOUS_PREFIX)


def world_q(user: User) -> Q:
    """Nobody of a real region sees a fictitious row, nobody of the fictitious city a real one."""
    if sees_everything(user):
        return Q()
    fictitious = Q(province_code=FICTITIOUS_PREFIX)
    return fictitious if is_of_fictitious_world(user) else ~fictitious


def in_world(user: User, *, region: str) -> Q:
    """The rows of a person's world, where a row says so by the code of a region."""
    if sees_everything(user):
        return Q()
    fictitious = Q(**{f"{region}__startswith": FICTITIOUS_PREFIX})
    return fictitious if is_of_fictitious_world(user) else ~fictitious


def area_q(user: Person, *, key: str = "id") -> Q:
    """The projects of a person's region, department or company.

    `key` is the row's way to its project: `id` for projects, `project_id` for rows that carry
    the region's columns themselves.
    """
    from projects.models import ProjectDepartment

    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    if sees_everything(user):
        return Q()
    if user.role == Role.ADMINISTRATOR or user.role in REGION_ROLES:
        code = home_region(user)
        return touching_q(code, key=key) if len(region_prefix(code)) == 6 else region_q(code)
    if user.role == Role.COMPANY:
        return Q(**{("" if key == "id" else "project__") + "company_id": user.company_id})
    parts = ProjectDepartment.objects.filter(department=user.department)
    return Q(**{f"{key}__in": parts.values("project")})


def owns_region(user: User, code: str) -> bool:
    """Whether all of a region is a person's own, so that every row there exists for them."""
    if sees_everything(user):
        return True
    of_regions = user.role == Role.ADMINISTRATOR or user.role in REGION_ROLES
    home = region_prefix(home_region(user))
    return user.is_active and of_regions and bool(home) and region_prefix(code).startswith(home)


# --- Projects ---------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    """The words of a search text, in small letters and half width."""
    return unicodedata.normalize("NFKC", text.lower()).split()


def grams(text: str) -> list[str]:
    """The pairs of letters of a search text, as `projects_search_grams` cuts them; of a
    single letter the letter itself."""
    cut = {word[i : i + 2] for word in words_of(text) for i in range(max(len(word) - 1, 1))}
    return sorted(cut)


class Sentence(Func):
    """Code, name and aliases as `projects_search_grams` reads them: in small letters, and full
    width like half width, so that "（一期）" is found however it is typed."""

    template = "normalize(lower(concat_ws(' ', %(expressions)s)), NFKC)"
    output_field = models.TextField()

    def __init__(self) -> None:
        aliases = Func(F("aliases"), Value(" "), function="array_to_string")
        super().__init__(F("code"), F("name"), aliases)


class OfRegister(Func):
    """Whether a row's project is not withdrawn. Withdrawn projects are few and have an index of
    their own: to leave them out as a set costs less than to look up the project of every row."""

    template = (
        "%(expressions)s NOT IN (SELECT id FROM projects_project WHERE withdrawn_at IS NOT NULL)"
    )
    output_field = models.BooleanField()


# The questions stand apart from the queryset so that an overview can count many in one statement.


def late_q(today: date) -> Q:
    """With an open milestone past its date in force."""
    return Q(next_due_on__lt=today)


def without_schedule_q() -> Q:
    """「未排期」: going on, and without any date to be held to."""
    return Q(next_due_on__isnull=True) & ~Q(status__in=statuses.WITHOUT_DATES)


def unconfirmed_q() -> Q:
    """Whose lead department is only proposed, or not even that."""
    from projects.models import ProjectDepartment

    confirmed = ProjectDepartment.objects.filter(
        project=OuterRef("pk"), part="lead", confirmed=True
    )
    return ~Q(Exists(confirmed))


def awaiting_closing_q(today: date) -> Q:
    """「规划期满待核实」: named by a plan whose period is over and not known as finished."""
    return Q(plan_period_end__lt=today) & ~Q(status__in=statuses.OVER)


def _listed(**which: int | str) -> models.QuerySet[Any, Any]:
    """The ids of the projects that stand in a list now."""
    from projects.models import ListEntry

    return ListEntry.objects.filter(left_on__isnull=True, **which).values("project")


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects, narrowed by the questions that people ask."""

    def visible_to(self, user: Person) -> "ProjectQuerySet":
        """What exists for a person: their own area, and what is disclosed in their world."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if sees_everything(user):
            return self.in_register()
        return self.in_register().filter(world_q(user), area_q(user) | Q(disclosed=True))

    def in_scope_of(self, user: Person) -> "ProjectQuerySet":
        """What is a person's own; an administrator above all regions has all real projects."""
        rows = self.inside_for(user)
        return rows.real() if sees_everything(user) else rows

    def inside_for(self, user: Person) -> "ProjectQuerySet":
        """Which a person sees from inside: with what is not approved yet, with files and
        telephones. Of a disclosed project others see what a public page could show."""
        return self.in_register().filter(area_q(user))

    def in_register(self) -> "ProjectQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def real(self) -> "ProjectQuerySet":
        return self.exclude(province_code=FICTITIOUS_PREFIX)

    def fictitious(self) -> "ProjectQuerySet":
        return self.filter(province_code=FICTITIOUS_PREFIX)

    def in_region(self, code: str) -> "ProjectQuerySet":
        return self.filter(region_q(code))

    def touching(self, code: str) -> "ProjectQuerySet":
        return self.filter(touching_q(code, key="id"))

    def in_sector(self, code: str) -> "ProjectQuerySet":
        """Of a sector or of one below it."""
        return self.filter(Q(sector=code) | Q(sector__parent=code))

    def of_department(self, department_id: int, *parts: str) -> "ProjectQuerySet":
        """In which a department has a part (any, or one of those named)."""
        from projects.models import ProjectDepartment

        rows = ProjectDepartment.objects.filter(department_id=department_id)
        if parts:
            rows = rows.filter(part__in=parts)
        return self.filter(id__in=rows.values("project"))

    def in_list(self, project_list_id: int) -> "ProjectQuerySet":
        """Standing in a list now."""
        return self.filter(id__in=_listed(project_list_id=project_list_id))

    def in_list_with_code(self, code: str) -> "ProjectQuerySet":
        """Standing in the list with this code now."""
        return self.filter(id__in=_listed(project_list__code=code))

    def late(self, today: date) -> "ProjectQuerySet":
        return self.filter(late_q(today))

    def late_by(self, days: int, today: date) -> "ProjectQuerySet":
        """With an open milestone past its date by at least so many days."""
        return self.filter(next_due_on__lte=today - timedelta(days=days))

    def without_schedule(self) -> "ProjectQuerySet":
        return self.filter(without_schedule_q())

    def unconfirmed(self) -> "ProjectQuerySet":
        return self.filter(unconfirmed_q())

    def awaiting_closing(self, today: date) -> "ProjectQuerySet":
        return self.filter(awaiting_closing_q(today))

    def search(self, text: str) -> "ProjectQuerySet":
        """By parts of code, name or aliases; all words must occur."""
        wanted = grams(text)
        if not wanted:
            return self
        rows = self.alias(sentence=Sentence()).filter(
            search_grams__contains=Value(wanted, output_field=ArrayField(models.TextField()))
        )
        for word in words_of(text):
            rows = rows.filter(sentence__contains=word)
        return rows


# --- Milestones -------------------------------------------------------------------------------


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones, narrowed by the questions that people ask."""

    def visible_to(self, user: Person) -> "MilestoneQuerySet":
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if sees_everything(user):
            return self.in_register()
        own = area_q(user, key="project_id") | Q(project__disclosed=True)
        return self.in_register().filter(world_q(user), own)

    def in_scope_of(self, user: Person) -> "MilestoneQuerySet":
        rows = self.filter(area_q(user, key="project_id"), OfRegister(F("project_id")))
        return rows.real() if sees_everything(user) else rows

    def in_register(self) -> "MilestoneQuerySet":
        """Without those of withdrawn projects."""
        return self.filter(OfRegister(F("project_id")))

    def real(self) -> "MilestoneQuerySet":
        return self.exclude(province_code=FICTITIOUS_PREFIX)

    def in_region(self, code: str) -> "MilestoneQuerySet":
        return self.filter(region_q(code))

    def touching(self, code: str) -> "MilestoneQuerySet":
        return self.filter(touching_q(code, key="project_id"))

    def in_list_with_code(self, code: str) -> "MilestoneQuerySet":
        """Of projects that stand in the list with this code now."""
        return self.filter(project_id__in=_listed(project_list__code=code))

    def open(self) -> "MilestoneQuerySet":
        return self.filter(state="open")

    def overdue(self, today: date) -> "MilestoneQuerySet":
        """Open and past the date in force."""
        return self.filter(state="open", due_on__lt=today)

    def late_by(self, days: int, today: date) -> "MilestoneQuerySet":
        """Overdue by at least so many days."""
        return self.open().filter(due_on__lte=today - timedelta(days=days))

    def due_between(self, first: date, last: date) -> "MilestoneQuerySet":
        """Open and due from the first to the last day, both included."""
        return self.open().filter(due_on__range=(first, last))


# --- What hangs on a project or a region --------------------------------------------------------


class OfProjectQuerySet(models.QuerySet[Row]):
    """Rows that exist for a person when their project does."""

    def visible_to(self, user: Person) -> "OfProjectQuerySet[Row]":
        from projects.models import Project

        return self.filter(project__in=Project.objects.visible_to(user))

    def in_scope_of(self, user: Person) -> "OfProjectQuerySet[Row]":
        from projects.models import Project

        return self.filter(project__in=Project.objects.in_scope_of(user))


class InsideQuerySet(OfProjectQuerySet[Row]):
    """Rows that exist only for those who see their project from inside: requests, files,
    blockers, site checks."""

    def visible_to(self, user: Person) -> "InsideQuerySet[Row]":
        from projects.models import Project

        return self.filter(project__in=Project.objects.inside_for(user))


class ReportQuerySet(OfProjectQuerySet["Report"]):
    """Reports; whoever sees a disclosed project from outside sees only approved figures."""

    def visible_to(self, user: Person) -> "ReportQuerySet":
        from projects.models import Project

        inside = Q(project__in=Project.objects.inside_for(user))
        approved = Q(state="approved", project__in=Project.objects.visible_to(user))
        return self.filter(inside | approved)


class ListQuerySet(models.QuerySet["ProjectList"]):
    """Lists of projects; every list of a person's world may be read."""

    def visible_to(self, user: Person) -> "ListQuerySet":
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(in_world(user, region="region__code"))
