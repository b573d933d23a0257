"""`script/manage`: one management command with the engines and the environment in place."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from planner.engines import EngineTrouble, Home, engines_in_use

BASE_DIR = Path(__file__).resolve().parent.parent


def home_of(given: Mapping[str, str]) -> Home:
    """Return the installation's folder: PLANNER_HOME, or `var` of this checkout."""
    return Home.at(given.get("PLANNER_HOME") or BASE_DIR / "var")


def environment(
    home: Home, given: Mapping[str, str], addresses: Mapping[str, str]
) -> dict[str, str]:
    """Return what a process of this installation needs: addresses, the home and its secret key."""
    complete = {**given, **addresses, "PLANNER_HOME": str(home.root)}
    if not (given.get("SECRET_KEY") or given.get("SECRET_KEY_FILE")):
        complete["SECRET_KEY"] = home.secret("secret_key")
    remembered = home.read("ports.json").get("web")
    if remembered and not given.get("PORT"):
        complete["PORT"] = remembered
    return complete


def main(arguments: list[str]) -> int:
    """Run `manage.py` with the arguments; return its exit status."""
    # Ending without a word would leave the engines behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    home = home_of(os.environ)
    command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
    try:
        with engines_in_use(home, os.environ) as addresses:
            return _run(command, environment(home, os.environ, addresses))
    except EngineTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: list[str], variables: dict[str, str]) -> int:
    """Run the command to its end; when this process is asked to stop, end it first."""
    with subprocess.Popen(command, env=variables) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
