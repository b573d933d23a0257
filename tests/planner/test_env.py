"""The readers of the environment refuse nonsense and never repeat a secret."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import env


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TRIAL", "TRIAL_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_text_must_be_given_unless_it_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.text("TRIAL", "fallback") == "fallback"
    with pytest.raises(env.BadEnvironment, match="TRIAL must be given"):
        env.text("TRIAL")
    monkeypatch.setenv("TRIAL", "")
    with pytest.raises(env.BadEnvironment):
        env.text("TRIAL")


def test_a_file_may_hold_the_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("  from the file\n", encoding="utf-8")
    monkeypatch.setenv("TRIAL_FILE", str(secret))
    assert env.text("TRIAL") == "from the file"


def test_a_value_and_a_file_contradict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAL", "one")
    monkeypatch.setenv("TRIAL_FILE", "/other")
    with pytest.raises(env.BadEnvironment, match="both"):
        env.raw("TRIAL")


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRIAL_FILE", str(tmp_path / "nothing"))
    with pytest.raises(env.BadEnvironment, match=r"TRIAL_FILE=.*nothing cannot be read"):
        env.raw("TRIAL")


@pytest.mark.parametrize(
    ("given_text", "meant"),
    [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False), ("off", False)],
)
def test_flags(monkeypatch: pytest.MonkeyPatch, given_text: str, meant: bool) -> None:
    monkeypatch.setenv("TRIAL", given_text)
    assert env.flag("TRIAL", default=not meant) is meant


@pytest.mark.parametrize("nonsense", ["maybe", "2", "yes please"])
def test_flags_refuse_nonsense(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("TRIAL", nonsense)
    with pytest.raises(env.BadEnvironment, match=r"TRIAL=.* is not yes or no"):
        env.flag("TRIAL", default=True)


@pytest.mark.parametrize("nonsense", ["-1", "65536", "eight", "8.0"])
def test_numbers_keep_their_limits(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("TRIAL", nonsense)
    with pytest.raises(env.BadEnvironment, match="between 0 and 65535"):
        env.integer("TRIAL", 1, most=65535)


@given(number=st.integers(min_value=0, max_value=10**9))
def test_numbers_are_read_back(number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIAL", str(number))
        assert env.integer("TRIAL", 5) == number


def test_lists_lose_their_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.listing("TRIAL", ["x"]) == ["x"]
    monkeypatch.setenv("TRIAL", " a.example, ,b.example ,")
    assert env.listing("TRIAL", []) == ["a.example", "b.example"]


def test_a_database_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAL", "postgres://me:p%40ss@db.example:6432/register?sslmode=require")
    database = env.database("TRIAL")
    assert database["USER"] == "me"
    assert database["PASSWORD"] == "p@ss"
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example",
        "6432",
        "register",
    )
    assert database["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://me:hunter2@host/name",
        "postgres://me:hunter2@host",
        "postgres:///name",
        "postgres://me:hunter2@host:port/name",
    ],
)
def test_a_wrong_address_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("TRIAL", wrong)
    with pytest.raises(env.BadEnvironment, match="TRIAL") as refusal:
        env.database("TRIAL")
    assert "hunter2" not in str(refusal.value)
