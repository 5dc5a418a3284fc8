"""The cache in Redis, which no page needs."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.operation.outages import is_away, outage_of

_SECONDS_TO_ANSWER = 0.5
# A restart of Redis closes our connections: a command that meets a closed one is sent again on a new one.
_RETRY = Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,))


class OptionalRedisCache(RedisCache):
    """Django's cache in Redis; while Redis is away, a memory of this process stands in for it.

    So no page fails or waits, and limits on requests still count, though in each process for itself. An error that
    is a fault of ours, such as a value of another type, is raised.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": _SECONDS_TO_ANSWER,
            "socket_timeout": _SECONDS_TO_ANSWER,
            "retry": _RETRY,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        memory = {"TIMEOUT": self.default_timeout, "OPTIONS": {"MAX_ENTRIES": 10_000}}
        self._memory = LocMemCache(f"instead of {server}", memory)
        self._outage = outage_of(server)

    def is_up(self) -> bool:
        """Ask Redis now, also while it is known to be away."""
        try:
            self._cache.get_client().ping()
        except exceptions.RedisError as error:
            if not is_away(error):
                raise
            self._outage.begin(error)
            return False
        self._outage.end()
        return True

    def _ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if self._outage.may_ask():
            try:
                answer = getattr(super(), method)(*args, **kwargs)
            except exceptions.RedisError as error:
                if not is_away(error):
                    self._outage.end()
                    raise
                self._outage.begin(error)
            else:
                self._outage.end()
                return answer
        return getattr(self._memory, method)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._ask("delete_many", *args, **kwargs)

    def clear(self) -> None:
        self._ask("clear")
