"""A mail server on 127.0.0.1 that takes mail, keeps it, and delivers none of it.

It speaks as much SMTP as a client of ours uses. As a program of its own (``python -m benchmarks.mail_sink PORT``) it
only counts, so that it takes no time from what is measured.
"""

import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Taken:
    """A mail that the server has taken: its recipients, and its source text."""

    to: list[str]
    source: bytes


class Session(socketserver.StreamRequestHandler):
    """One connection of a client. Subclasses answer differently by overriding the methods ``on_…``."""

    # Each answer is a packet of its own, which must not wait for the next one.
    disable_nagle_algorithm = True
    server: "MailSink"

    def handle(self) -> None:
        self.server.connections += 1
        self.to: list[str] = []
        try:
            self.on_connect()
            while line := self.rfile.readline():
                verb, _space, rest = line.decode("latin-1").strip().partition(" ")
                if verb.upper() == "QUIT":
                    self.say("221 Bye")
                    return
                self.answer(verb.upper(), rest)
        except ConnectionError:
            # The client is gone, as clients of a mail server may be at any moment.
            return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, verb: str, rest: str) -> None:
        """Answer one command."""
        if verb == "EHLO":
            self.say("250-sink\r\n250-SMTPUTF8\r\n250 8BITMIME")
        elif verb == "MAIL":
            self.to = []
            self.on_sender(rest)
        elif verb == "RCPT":
            self.on_recipient(rest.partition("<")[2].partition(">")[0])
        elif verb == "DATA":
            self.say("354 Go on")
            self.on_data(b"".join(self._lines()))
        else:
            self.say("250 OK")

    def _lines(self) -> Iterator[bytes]:
        for line in self.rfile:
            if line == b".\r\n":
                return
            yield line.removeprefix(b".")
        # Cut off before its end: a mail server takes no such mail.
        raise ConnectionError

    def on_connect(self) -> None:
        self.say("220 sink")

    def on_sender(self, sender: str) -> None:
        self.say("250 OK")

    def on_recipient(self, address: str) -> None:
        self.to.append(address)
        self.say("250 OK")

    def on_data(self, source: bytes) -> None:
        self.server.taken.append(Taken(self.to, source))
        self.say("250 OK")


@dataclass
class MailSink(socketserver.ThreadingTCPServer):
    """The server, with what it has taken so far."""

    session: type[Session] = Session
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0

    allow_reuse_address = True
    daemon_threads = True
    # Sessions that hang must not hold up the end of a test.
    block_on_close = False
    request_queue_size = 100

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", self.port), self.session)
        self.port = self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Let an error be seen by the client only, as a closed connection."""


@contextmanager
def mail_sink(session: type[Session] = Session, port: int = 0) -> Iterator[MailSink]:
    """Run the server in a thread."""
    with MailSink(session, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Counted(Session):
    def on_data(self, source: bytes) -> None:
        self.say("250 OK")


if __name__ == "__main__":
    with MailSink(_Counted, int(sys.argv[1])) as alone:
        alone.serve_forever()
