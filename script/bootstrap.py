"""Makes the environment the scripts run in: .venv from the lock file. Standard library only.

`.venv` is made anew only where it is missing or broken, and filled only when the lock changed.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def fail(sentence: str) -> None:
    """End with one sentence that says what to do."""
    sys.exit(sentence)


def read_env_file() -> None:
    """Take the variables of `.env` that the environment does not have yet."""
    path = ROOT / ".env"
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def ready(*, development: bool = False) -> str:
    """Return the path of `.venv`'s Python, with everything of the lock file installed."""
    if sys.version_info < OLDEST_PYTHON:
        fail("Python 3.11 or newer is needed (python3 here is older).")
    read_env_file()
    with (ROOT / ".bootstrap.lock").open("a") as lock:
        # Two scripts at once would both fill the same environment.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _python_works():
            _make_venv()
        _install(development)
    return str(PYTHON)


def _python_works() -> bool:
    return PYTHON.exists() and subprocess.call([PYTHON, "-c", ""]) == 0


def _make_venv() -> None:
    print("Making .venv …", file=sys.stderr)
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        subprocess.check_call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        return
    try:
        import ensurepip  # noqa: F401  (Debian ships venv without it)
    except ImportError:
        install_packages("python3-venv", reason="to make a Python environment")
    subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])


def install_packages(*packages: str, reason: str) -> None:
    """Install Debian packages as root; otherwise ask for them in one sentence."""
    wanted = " ".join(packages)
    if os.getuid() != 0 or not shutil.which("apt-get"):
        fail(f"{wanted} is needed {reason}: apt-get install {wanted}")
    print(f"Installing {wanted} {reason} …", file=sys.stderr)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        failed = subprocess.call(command, stdout=subprocess.DEVNULL, env=variables)
    if failed:
        fail(f"{wanted} is needed {reason}, and apt-get could not install it.")


def _install(development: bool) -> None:
    """Fill the environment from the lock file when it is not filled from this very one yet."""
    lock_file = DEVELOPMENT if development else RUNTIME
    marks = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (RUNTIME, DEVELOPMENT)}
    stamp = VENV / ".installed"
    known = stamp.read_text().split() if stamp.exists() else []
    # Everything of the runtime is in the development lock too.
    if marks[lock_file] in known or (marks[DEVELOPMENT] in known and marks[RUNTIME] in known):
        return
    print(f"Installing {lock_file.name} …", file=sys.stderr)
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*command, "--require-hashes", "-r", str(lock_file)]):
        fail(f"{lock_file.name} could not be installed; see the lines above.")
    done = [marks[RUNTIME], marks[DEVELOPMENT]] if development else [marks[RUNTIME]]
    stamp.write_text(" ".join(done))


def become(module: str, *arguments: str, development: bool = False) -> None:
    """Turn this process into `python -m module …` of the environment, so that signals reach it."""
    python = ready(development=development)
    os.chdir(ROOT)
    os.execv(python, [python, "-m", module, *arguments])  # noqa: S606


def require_browser() -> None:
    """See that Chromium and a Chinese font are here for the browser tests: they are installed
    where that is allowed, and nothing is skipped where it is not, least of all in CI."""
    missing = []
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        missing.append("chromium")
    fonts = ["fc-list", ":lang=zh"]
    if not shutil.which("fc-list") or not subprocess.check_output(fonts).strip():
        missing += ["fontconfig", "fonts-noto-cjk"]
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        # What steers the browser links to it, and a small Debian has none.
        missing.append("libatomic1")
    if missing:
        install_packages(*missing, reason="for the tests in a browser")
