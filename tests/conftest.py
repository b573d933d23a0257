"""What every test stands on: real engines, a database for each parallel worker, a real browser."""

import os
import pathlib
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from planner.engines import Home, engines_in_use
from planner.launch import BASE_DIR
from tests import databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

    from tests.cast import Cast

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
engines = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the engines (once, not in each parallel worker) and point the settings at them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if worker == "main":
        home = Home.at(pathlib.Path(os.environ.get("PLANNER_HOME") or BASE_DIR / "var") / "tests")
        os.environ.update(engines.enter_context(engines_in_use(home, os.environ, durable=False)))
        os.environ.update(PLANNER_TEST_HOME=str(home.root), PLANNER_TEST_RUN=str(os.getpid()))
    place = Home.at(pathlib.Path(os.environ["PLANNER_TEST_HOME"]) / worker)
    place.folder("static")
    os.environ.update(
        PLANNER_HOME=str(place.root),
        SECRET_KEY="a key of the tests, which protects nothing",
        STATIC_MANIFEST="0",
        LOG_LEVEL="WARNING",
        REDIS_URL=databases.redis_url_of(worker),
        **databases.urls_of(worker),
    )
    for name in ("EMAIL_URL", "PUBLIC_URL", "ALLOWED_HOSTS", "PORT", "DEBUG"):
        os.environ.pop(name, None)
    _load_settings()


def _load_settings() -> None:
    """Load the settings now, and not from the variable: a parallel worker inherits it, and would
    load them before it is told its own database.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "planner.settings"
    # A password's real digest takes a third of a second, each time a test logs somebody in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """No run passes by skipping a test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("A skipped test proves nothing.", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the engines that this run started."""
    engines.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A migrated database for this worker; the tests use it as the application's role."""
    with django_db_blocker.unblock():
        databases.create_own(pathlib.Path(os.environ["PLANNER_TEST_HOME"]))
    yield
    with django_db_blocker.unblock():
        databases.drop_own()


@pytest.fixture(autouse=True)
def _clean_cache(request: pytest.FixtureRequest) -> None:
    """No test sees what another one left in Redis."""
    if request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("localhost", "::1") and not str(host).startswith("127."):
            raise RuntimeError(f"A test wanted to connect to {host}.")
        original(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


# --- pages in a browser -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, headless; its absence is a failure, never a skip."""
    import shutil

    from playwright.sync_api import sync_playwright

    wanted = (os.environ.get("CHROMIUM"), *BROWSERS)
    path = next((found for name in wanted if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("No Chromium: apt-get install chromium, or name one with CHROMIUM.")
    patch = pytest.MonkeyPatch()
    # Playwright's loop runs in this thread, which Django would take for asynchronous code.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield started
        started.close()
    patch.undo()


@pytest.fixture
def console_troubles() -> list[str]:
    """What the page complained about; a test that expects it clears it."""
    return []


@pytest.fixture
def page(browser: "Browser", live_server: Any, console_troubles: list[str]) -> Iterator["Page"]:
    """A page of a fresh browser, at home at the live server; its errors fail the test."""
    context = browser.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 900},
    )
    opened = context.new_page()
    opened.on("pageerror", lambda error: console_troubles.append(str(error)))
    opened.on("console", lambda message: _note(message, console_troubles))
    yield opened
    context.close()
    assert not console_troubles, console_troubles


def _note(message: "ConsoleMessage", troubles: list[str]) -> None:
    # A 404 or 500 that a test asks for is that test's own matter.
    if message.type == "error" and "Failed to load resource" not in message.text:
        troubles.append(message.text)


@pytest.fixture
def cast(db: None) -> "Cast":
    """The small cast with names, around one project of Yuncheng."""
    # Models can be imported only once the settings know the engines.
    from tests.cast import make_cast

    return make_cast()
