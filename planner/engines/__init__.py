"""PostgreSQL and Redis for one machine, embedded from wheels; imports nothing of Django."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from planner.engines.home import EngineTrouble, Home, Lock
from planner.engines.postgres import APPLICATION, OWNER, Postgres
from planner.engines.redis_server import RedisServer

__all__ = ["EngineTrouble", "Engines", "Home", "engines_in_use"]

LOCK = "engines.lock"
USERS = "engines.users"
STATE = "engines.json"
WAIT_FOR_OTHERS = 90.0


class Engines:
    """The engines of one home that no server of the operator's replaces, as our own children."""

    def __init__(self, home: Home, given: Mapping[str, str], *, durable: bool = True) -> None:
        self._home = home
        self._lock: Lock | None = None
        own_database = not (given.get("DATABASE_URL") or given.get("DATABASE_URL_FILE"))
        own_redis = not (given.get("REDIS_URL") or given.get("REDIS_URL_FILE"))
        self.postgres = Postgres(home, durable=durable) if own_database else None
        self.redis = RedisServer(home) if own_redis else None

    @property
    def all_given(self) -> bool:
        """Say whether the operator's own servers leave nothing to start."""
        return self.postgres is None and self.redis is None

    def try_start(self) -> bool:
        """Start them unless another process of this home has them; raises EngineTrouble."""
        lock = self._home.lock(LOCK)
        if not lock.try_exclusive():
            lock.release()
            return False
        self._lock = lock
        try:
            for engine in (self.postgres, self.redis):
                if engine:
                    engine.start()
            self._home.write(STATE, self.environment())
        except BaseException:
            self.stop()
            raise
        return True

    def environment(self) -> dict[str, str]:
        """Return the variables by which everything else finds the engines."""
        found = {}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url(APPLICATION)
            found["DATABASE_OWNER_URL"] = self.postgres.url(OWNER)
        if self.redis:
            found["REDIS_URL"] = self.redis.url()
        return found

    def restart_the_dead(self) -> list[str]:
        """Start again what died; return their names. Addresses may change with a taken port."""
        revived = []
        for name, engine in (("postgres", self.postgres), ("redis", self.redis)):
            if engine and engine.pid is None:
                engine.start()
                revived.append(name)
        if revived:
            self._home.write(STATE, self.environment())
        return revived

    def stop(self, *, patience: float | None = None, say: Callable[[str], None] = print) -> None:
        """Stop them, after those who use them too are done (or `patience` seconds are over)."""
        if self._lock is None:
            return
        self._say_goodbye(patience, say)
        for engine in (self.redis, self.postgres):
            if engine:
                engine.stop()
        self._lock.release()
        self._lock = None

    def _say_goodbye(self, patience: float | None, say: Callable[[str], None]) -> None:
        """Wait for the others, then take the addresses away before anybody new reads them."""
        end = None if patience is None else time.monotonic() + patience
        with self._home.lock(USERS) as users:
            told = False
            while not users.try_exclusive() and (end is None or time.monotonic() < end):
                if not told:
                    say("Another command still uses the engines; waiting for it.")
                    told = True
                time.sleep(0.1)
            (self._home.root / STATE).unlink(missing_ok=True)


@contextmanager
def engines_in_use(
    home: Home, given: Mapping[str, str], *, durable: bool = True
) -> Iterator[dict[str, str]]:
    """Give the engines' addresses, starting what does not run and stopping what was started."""
    engines = Engines(home, given, durable=durable)
    if engines.all_given:
        yield {}
        return
    deadline = time.monotonic() + WAIT_FOR_OTHERS
    while time.monotonic() < deadline:
        if engines.try_start():
            try:
                yield engines.environment()
            finally:
                engines.stop()
            return
        with home.lock(USERS) as users:
            users.share()
            running = home.read(STATE)
            if running:
                yield {name: value for name, value in running.items() if not given.get(name)}
                return
        time.sleep(0.1)
    raise EngineTrouble("Another process is starting the engines and never gets ready.")
