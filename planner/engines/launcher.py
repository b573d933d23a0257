"""As whom PostgreSQL runs, since it refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from planner.engines.home import EngineTrouble, Home

ENGINE_USER = "planner-engines"
REACHABLE = Path("/var/lib/planner-engines")
ADVICE = (
    "PostgreSQL does not run as root, and here neither a user namespace nor a user of its own can "
    "be had: start as an ordinary user, or give DATABASE_URL of a server of yours."
)


@dataclass(frozen=True)
class Launcher:
    """How to run PostgreSQL's programs: with what in front, as whom, from where, on what data."""

    binaries: Path
    data: Path
    prefix: tuple[str, ...] = ()
    user: str | None = None

    def argv(self, program: str, *arguments: str) -> list[str]:
        """Return the whole command line of one of PostgreSQL's programs."""
        return [*self.prefix, str(self.binaries / program), *arguments]

    def run(self, program: str, *arguments: str) -> None:
        """Run a program to its end; raises EngineTrouble with its last words when it fails."""
        done = subprocess.run(
            self.argv(program, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            cwd=self.data.parent,
            check=False,
        )
        if done.returncode:
            words = done.stdout.decode(errors="replace").strip().splitlines()[-3:]
            raise EngineTrouble(f"{program} failed: {' / '.join(words)}")

    def start(self, program: str, *arguments: str, log: int) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, so that Ctrl-C reaches it through us alone."""
        return subprocess.Popen(
            self.argv(program, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            cwd=self.data.parent,
        )

    def own(self, path: Path) -> None:
        """Hand a file or folder to whom PostgreSQL runs as."""
        if self.user:
            shutil.chown(path, self.user, self.user)


def choose(binaries: Path, home: Home, *, uid: int | None = None) -> Launcher:
    """Return the first way that works here: directly, in a namespace, or as a user of its own."""
    if (os.getuid() if uid is None else uid) != 0:
        return Launcher(binaries, home.root / "postgres")
    prefix = namespace()
    if prefix and namespaces_work(prefix, binaries / "postgres"):
        return Launcher(binaries, home.root / "postgres", prefix=prefix)
    return with_own_user(binaries, home)


def namespace() -> tuple[str, ...]:
    """What turns root into an ordinary user for one command; nothing where there is no such user.

    initdb asks for the name of the user it runs as, so that the number must be one of this
    machine's: a fresh Debian has nobody at 1000.
    """
    ordinary = [user for user in pwd.getpwall() if user.pw_uid and user.pw_gid]
    if not ordinary:
        return ()
    user = min(ordinary, key=lambda one: one.pw_uid)
    ids = (f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}")
    return ("unshare", "--user", *ids, "--")


def namespaces_work(prefix: tuple[str, ...], postgres: Path) -> bool:
    """Say whether root may become an ordinary user in a namespace here (containers may forbid)."""
    try:
        done = subprocess.run([*prefix, str(postgres), "--version"], capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def with_own_user(binaries: Path, home: Home) -> Launcher:
    """Make an OS user, and copy the programs and keep the data where that user can reach them."""
    try:
        _make_user()
        place = _copied(binaries)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineTrouble(ADVICE) from error
    data = REACHABLE / "data" / str(home.root).strip("/").replace("/", "-")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    launcher = Launcher(place, data / "postgres", user=ENGINE_USER)
    launcher.own(data)
    return launcher


def _make_user() -> None:
    try:
        pwd.getpwnam(ENGINE_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--user-group", ENGINE_USER],
            check=True,
            capture_output=True,
        )


def _copied(binaries: Path) -> Path:
    """Copy the programs together with the libraries that the wheel keeps beside its package."""
    package = binaries.parent.parent
    target = REACHABLE / "programs"
    finished = target / ".complete"
    stamp = str((binaries / "postgres").stat().st_mtime_ns)
    if not finished.exists() or finished.read_text() != stamp:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True, mode=0o755)
        for folder in (package / binaries.parent.name, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                inside = target / folder.relative_to(package.parent)
                shutil.copytree(folder, inside, symlinks=True)
        for path in (REACHABLE, target, *target.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
        finished.write_text(stamp)
    return target / binaries.relative_to(package.parent)
