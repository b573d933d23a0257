from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from directory.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "a long enough secret"


@pytest.fixture
def person() -> User:
    user = UserFactory(username="office")
    user.set_password(SECRET)
    user.save(update_fields=["password"])
    return user


def log_in(client: Client, password: str = SECRET, to: str = "") -> object:
    data = {"username": "office", "password": password, "next": to}
    return client.post("/login/", data)


def test_the_door_speaks_chinese() -> None:
    page = Client().get("/login/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert "重大项目调度" in page
    assert "用户名" in page


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("", "/"),
        ("/projects/?status=reserve", "/projects/?status=reserve"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_it_leads_on_to_our_own_pages_only(person: User, asked: str, reached: str) -> None:
    answer = Client().post("/login/", {"username": "office", "password": SECRET, "next": asked})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reached


def test_a_wrong_password_says_so_without_telling_which(person: User) -> None:
    answer = Client().post("/login/", {"username": "office", "password": "wrong"})
    assert "用户名或密码不正确。" in answer.content.decode()


def test_too_many_wrong_passwords_close_the_door_in_chinese(person: User) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/login/", {"username": "office", "password": "wrong"})
    assert answer.status_code == 429
    assert "登录已暂停 15 分钟" in answer.content.decode()
    assert client.post("/login/", {"username": "office", "password": SECRET}).status_code == 429


def test_logging_out_needs_a_post(person: User) -> None:
    client = Client()
    log_in(client)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_new_password(person: User) -> None:
    client = Client()
    log_in(client)
    new = "另一个足够长的密码 8848"
    data = {"old_password": SECRET, "new_password1": new, "new_password2": new}
    assert client.post("/password/", data).status_code == 302
    assert "密码已修改。" in client.get("/").content.decode()
    assert person.pk == User.objects.get(username="office").pk
    stored = User.objects.get(username="office")
    assert stored.check_password(new)
    assert stored.password_set_at is not None
    event: Any = User.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["action"] == "user.set_password"
    assert event.pgh_context.metadata["actor"] == person.pk


def test_a_new_password_that_is_refused_says_why(person: User) -> None:
    client = Client()
    log_in(client)
    data = {"old_password": SECRET, "new_password1": "123", "new_password2": "123"}
    page = client.post("/password/", data).content.decode()
    assert 'aria-invalid="true"' in page
    assert "field-error" in page


def test_english_and_back(person: User) -> None:
    client = Client()
    log_in(client)
    answer = client.post("/language/", {"language": "en", "next": "/projects/?q=x"})
    assert answer.headers["Location"] == "/projects/?q=x"
    assert "Overview" in client.get("/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "总览" in client.get("/").content.decode()


def test_the_language_switch_sends_nobody_away_and_takes_no_nonsense(person: User) -> None:
    client = Client()
    answer = client.post("/language/", {"language": "xx", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert client.get("/language/").status_code == 405


def test_a_browser_s_own_language_does_not_decide() -> None:
    page = Client().get("/login/", headers={"Accept-Language": "en-US"}).content.decode()
    assert "用户名" in page
