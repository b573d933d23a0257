"""Access tokens of the API."""

import hashlib
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.models import Token, User
from directory.queries.tokens import open_token
from directory.services.tokens import issue_token, mark_used, revoke_token
from tests.cast import Cast
from tests.factories import NOW, CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db
COLUMNS = User._meta.concrete_fields
LATER = NOW + timedelta(days=30)


@pytest.fixture
def user() -> User:
    made: User = UserFactory(username="bi")
    return made


def test_the_secret_is_kept_nowhere(user: User) -> None:
    token, secret = issue_token(user=user, name="报表", actor=user, now=NOW)

    stored = Token.objects.get(pk=token.pk)
    assert secret not in str(vars(stored))
    assert stored.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret.startswith(stored.prefix)
    assert str(stored) == f"报表 ({stored.prefix}…)"
    assert len(secret) >= 40


def user_of(secret: str, now: datetime) -> User | None:
    token = open_token(secret, now)
    return token.user if token else None


def test_a_secret_opens_until_its_end(user: User) -> None:
    _, for_ever = issue_token(user=user, name="a", actor=None, now=NOW)
    _, ending = issue_token(user=user, name="b", actor=None, now=NOW, expires_at=LATER)

    assert user_of(for_ever, LATER) == user
    assert user_of(ending, LATER - timedelta(seconds=1)) == user
    assert user_of(ending, LATER) is None
    assert user_of("wrong", NOW) is None


def test_a_revoked_token_opens_nothing_and_stays_revoked(user: User) -> None:
    token, secret = issue_token(user=user, name="a", actor=None, now=NOW)

    revoke_token(token_id=token.pk, actor=user, now=NOW)
    again = revoke_token(token_id=token.pk, actor=user, now=LATER)

    assert user_of(secret, NOW) is None
    assert again.revoked_at == NOW


def test_a_dismissed_user_comes_in_no_more(user: User) -> None:
    _, secret = issue_token(user=user, name="a", actor=None, now=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert open_token(secret, NOW) is None


def test_the_user_comes_whole_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    company = CompanyFactory()
    of_company = UserFactory(role="company", region=None, company=company)
    secrets = {
        one: issue_token(user=one, name="a", actor=None, now=NOW)[1]
        for one in (cast.lead, cast.plan_office, of_company)
    }

    for person, secret in secrets.items():
        with django_assert_num_queries(1):
            token = open_token(secret, NOW)
            assert token is not None
            assert token.user.department == person.department
            assert token.user.company == person.company
        known = User.objects.get(pk=person.pk)
        loaded = {field.attname: getattr(token.user, field.attname) for field in COLUMNS}
        assert loaded == {field.attname: getattr(known, field.attname) for field in COLUMNS}


def test_the_day_of_the_last_use(user: User) -> None:
    token, _ = issue_token(user=user, name="a", actor=None, now=NOW)
    for day in (23, 24, 20):
        mark_used(token_id=token.pk, today=date(2026, 11, day))

    token.refresh_from_db()
    assert token.last_used_on == date(2026, 11, 24)


def test_the_command_prints_the_secret_once(user: User) -> None:
    out = StringIO()
    call_command("create_token", "bi", "--name", "夜间同步", "--days", "7", stdout=out)

    token = Token.objects.get()
    secret = out.getvalue().strip()
    assert token.name == "夜间同步"
    assert token.expires_at is not None
    assert token.expires_at - token.created_at == timedelta(days=7)
    assert user_of(secret, token.created_at) == user
    with pytest.raises(CommandError):
        call_command("create_token", "nobody", stdout=out)


def test_the_command_takes_back_the_tokens_of_a_name_or_all(user: User) -> None:
    for name in ("夜间同步", "报表", "试用"):
        issue_token(user=user, name=name, actor=None, now=NOW)

    call_command("revoke_token", "bi", "--name", "报表", stdout=StringIO())
    assert set(Token.objects.filter(revoked_at=None).values_list("name", flat=True)) == {
        "夜间同步",
        "试用",
    }
    call_command("revoke_token", "bi", stdout=StringIO())

    assert not Token.objects.filter(revoked_at=None).exists()
    with pytest.raises(CommandError):
        call_command("revoke_token", "bi", stdout=StringIO())
