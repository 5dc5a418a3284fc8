"""Connections that a process gives up before it makes copies of itself: no two processes can share one."""

from django.core.cache import caches
from django.db import connections


def let_go() -> None:
    """Close the connections to the database and the cache, so that each copy of this process opens its own.

    Two processes that read from one connection get the answers to each other's queries.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        # PostgreSQL's pool keeps what is closed open, and runs threads of its own.
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
    for cache in caches.all(initialized_only=True):
        client = getattr(cache, "_cache", None)
        get_client = getattr(client, "get_client", None)
        if get_client:
            get_client().connection_pool.disconnect()
