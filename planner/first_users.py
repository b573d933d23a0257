"""The people who can log in after the first start, until the administrator makes others.

The three real cities get accounts by office, for the work on the real register; nobody's name is
invented. The demonstration city brings its own people, who get their password here.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from directory.models import Department, Role, User
from directory.models.region import FICTITIOUS_PREFIX
from directory.unit import UnitOfWork, unit_of_work

CITIES = {
    "yuncheng": ("140800", "运城市"),
    "linfen": ("141000", "临汾市"),
    "jincheng": ("140500", "晋城市"),
}
# A first password is read from a screen and typed once: no letters that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Login:
    """A line of "who can log in"; the password only when it is new or given."""

    username: str
    password: str
    who: str


@dataclass(frozen=True)
class FirstUser:
    """An office's account: its name, what it may do, where, and for which department."""

    username: str
    role: Role
    display_name: str
    region: str | None = None
    function: str | None = None


def _first_users() -> list[FirstUser]:
    users = [FirstUser("admin", Role.ADMINISTRATOR, "系统管理员")]
    for city, (region, name) in CITIES.items():
        users += [
            FirstUser(f"{city}-fgw", Role.PLAN_OFFICE, f"{name}重点办", region, "fgw"),
            FirstUser(
                f"{city}-jtj", Role.DEPARTMENT_REPORTER, f"{name}交通局填报员", region, "jtj"
            ),
            FirstUser(f"{city}-leader", Role.LEADER, f"{name}领导", region),
        ]
    return [*users, FirstUser("yuncheng-api", Role.INTEGRATION, "运城市数据接口", "140800")]


def ensure_first_users(*, now: datetime, password: str | None) -> list[Login]:
    """Make the accounts that are missing; return who can log in.

    Whoever has no password yet gets `password`, or without one a random one; nobody's own is
    touched, so that a restart never undoes what a person chose.
    """
    offices = _first_users()
    with unit_of_work("setup.first_users", actor=None, now=now) as work:
        known = set(User.objects.values_list("username", flat=True))
        for office in offices:
            if office.username not in known:
                _create(work, office)
        names = [office.username for office in offices]
        of_offices = list(User.objects.filter(username__in=names, is_active=True).order_by("id"))
        of_demo = list(User.objects.filter(_of_the_demonstration(), is_active=True).order_by("id"))
        given = _give_to_new(work, of_offices, of_demo, password)
    return [_login(user, given) for user in [*of_offices, *_one_of_each_role(of_demo)]]


def _of_the_demonstration() -> Q:
    return (
        Q(region__code__startswith=FICTITIOUS_PREFIX)
        | Q(department__region__code__startswith=FICTITIOUS_PREFIX)
        | Q(company__region__code__startswith=FICTITIOUS_PREFIX)
    )


def _create(work: UnitOfWork, office: FirstUser) -> None:
    department = None
    if office.function:
        department = Department.objects.get(region_id=office.region, function=office.function)
    work.create(
        User(
            username=office.username,
            display_name=office.display_name,
            role=office.role,
            region_id=office.region,
            department=department,
            is_staff=office.role == Role.ADMINISTRATOR,
            is_superuser=office.role == Role.ADMINISTRATOR,
            password=make_password(None),
        )
    )


def _give_to_new(
    work: UnitOfWork, of_offices: list[User], of_demo: list[User], password: str | None
) -> dict[int, str]:
    """Give a password to each office without one, and one to all the demonstration's people:
    working out a digest for each of them takes long."""
    given: dict[int, str] = {}
    for users in [*([user] for user in of_offices), of_demo]:
        newcomers = [user for user in users if not user.has_usable_password()]
        if not newcomers:
            continue
        shared = password or _random_password()
        digest = make_password(shared)
        for user in newcomers:
            work.change(user, password=digest, password_set_at=work.now)
            given[user.pk] = shared
    return given


def _random_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _one_of_each_role(users: list[User]) -> list[User]:
    """Return the first person of each role: the demonstration city has dozens of people."""
    return list({user.role: user for user in reversed(users)}.values())[::-1]


def _login(user: User, given: dict[int, str]) -> Login:
    place = user.department or user.company or user.region
    who = f"{user.get_role_display()}: {user}" + (f" ({place})" if place else "")
    return Login(user.username, given.get(user.pk, ""), who)
