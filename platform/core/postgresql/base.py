"""The database backend that ``ENGINE`` names: PostgreSQL, with a pool that a restart of the database empties at once."""

import logging
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool

logger = logging.getLogger(__name__)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections to PostgreSQL that answered a moment ago."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a connection from the pool, and renew the whole pool if that one was cut.

        The pool's own check (``CONN_HEALTH_CHECKS``) waits one, two, four seconds after each connection that does
        not answer. A restart cuts all of them, so readers would wait until they are given up.
        """
        found = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None:
            return found
        try:
            ConnectionPool.check_connection(found)
        except OperationalError:
            logger.warning("The database cut the connections of the pool; it is renewed.")
            pool.putconn(found)
            pool.drain()
            return super().get_new_connection(conn_params)
        return found
