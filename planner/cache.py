"""Redis as a cache that may be away: then it knows nothing, and pages and API go on."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent
from redis.retry import Retry

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Answers as an empty cache while Redis is away, and says so in the log.

    Nothing may rest on it: sessions are in the database, a form sent twice is caught by its
    version, and only the throttle of writes is open meanwhile.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # A page does not wait for Redis: no second attempt, and seconds at the most.
        options = {
            "retry": Retry(NoBackoff(), 0),
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).get(key, default, version), default
        )

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(
            self._ask(
                lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), True
            )
        )

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._ask(lambda: super(ForgivingRedisCache, self).set(key, value, *args, **kwargs), None)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask(lambda: super(ForgivingRedisCache, self).delete(key, version), False))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(
            self._ask(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)
        )

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: Mapping[Any, Any] = self._ask(
            lambda: super(ForgivingRedisCache, self).get_many(keys, version), {}
        )
        return dict(found)

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return question()
        except (RedisAway, RedisSilent) as trouble:
            log.warning("The cache is away: %s", trouble)
            return otherwise
