"""Ports of this machine for servers of one test."""

import socket


def free_port() -> int:
    """Return a port where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
