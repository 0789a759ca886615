"""A kept connection is looked at by its socket, which a server that has gone has closed. To ask takes a round trip.

What pools of HTTP connections do. Django's own asks `SELECT 1` before the first query of each request.
"""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg import Connection, Error


class DatabaseWrapper(base.DatabaseWrapper):
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and not self.health_check_done:
            self.health_check_done = is_quiet(self.connection)
        super().close_if_health_check_failed()


def is_quiet(connection: "Connection[tuple]") -> bool:
    """Whether nothing has come since the last answer: no word of the server's, and no end of the connection."""
    try:
        socket = connection.pgconn.socket
    except Error:
        return False
    looking = poll()
    looking.register(socket, POLLIN)
    return not looking.poll(0)
