"""What script/lint runs, one function a check; a check that cannot run fails."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from planner.engines import Home, engines_in_use
from planner.launch import environment, home_of
from script import catalogues, compose, honesty

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = ("planner", "directory", "projects", "plans", "reminders", "api", "web", "demo")


def run(*command: str, env: dict[str, str] | None = None) -> bool:
    """Run a program of the environment; say whether it was content."""
    return subprocess.call([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=env) == 0


def style() -> bool:
    """ruff: style, traps and the forbidden imports."""
    return run("ruff", "check", "--quiet", ".")


def form() -> bool:
    """ruff: the one form of every file."""
    return run("ruff", "format", "--check", "--quiet", ".")


def types() -> bool:
    """mypy, strict."""
    somewhere = {
        "DEBUG": "1",
        "DATABASE_URL": "postgres://nobody@127.0.0.1/nothing",
        "REDIS_URL": "redis://127.0.0.1/0",
    }
    there = [name for name in (*PACKAGES, "script", "tests") if (ROOT / name).is_dir()]
    return run("mypy", *there, env=os.environ | somewhere)


def layers() -> bool:
    """import-linter: imports point one way."""
    return run("lint-imports", "--no-cache")


def templates() -> bool:
    """djlint: the pages' templates."""
    return run("djlint", "--quiet", "--lint", "web/templates")


def migrations() -> bool:
    """Every change of a model has its migration."""
    home = Home.at(home_of(os.environ).root / "tests")
    with engines_in_use(home, os.environ, durable=False) as addresses:
        variables = environment(home, os.environ, addresses)
        return run("python", "manage.py", "makemigrations", "--check", "--dry-run", env=variables)


def deployment() -> bool:
    """`check --deploy` as in production."""
    production = {name: value for name, value in os.environ.items() if name != "DEBUG"} | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PUBLIC_URL": "https://planner.example.gov.cn",
        "BEHIND_PROXY": "1",
        "DATABASE_URL": "postgres://planner@127.0.0.1/planner",
        "REDIS_URL": "redis://127.0.0.1/0",
        "EMAIL_URL": "smtp://mail.example.gov.cn:587?starttls=1",
    }
    return run(
        "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production
    )


CHECKS: dict[str, Callable[[], bool]] = {
    "style": style,
    "form": form,
    "types": types,
    "layers": layers,
    "templates": templates,
    "migrations": migrations,
    "deployment": deployment,
    "compose": lambda: compose.check(ROOT / "docker-compose.yml"),
    "catalogues": lambda: catalogues.check(ROOT, PACKAGES),
    "honesty": lambda: honesty.check(ROOT),
}


def main(names: list[str]) -> int:
    """Run the named checks, or all; return 1 when one is not content."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        sys.exit(f"No such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}.")
    failed = []
    for name in names or CHECKS:
        print(f"— {name}", flush=True)
        if not CHECKS[name]():
            failed.append(name)
    print(f"Not content: {', '.join(failed)}" if failed else "All checks are content.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
