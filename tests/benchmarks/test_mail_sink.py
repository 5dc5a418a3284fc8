"""The mail server of tests and benchmarks takes what a real one would."""

import smtplib
import socket

from benchmarks.mail_sink import mail_sink


def test_a_mail_that_was_cut_off_is_not_taken():
    with mail_sink() as server:
        with socket.create_connection(("127.0.0.1", server.port)) as wire:
            answers = wire.makefile("rb")
            answers.readline()
            for command in (b"MAIL FROM:<a@example.org>", b"RCPT TO:<b@example.org>", b"DATA"):
                wire.sendall(command + b"\r\n")
                answers.readline()
            wire.sendall(b"Subject: Half\r\n\r\nThe sender is ki")
            wire.shutdown(socket.SHUT_WR)
            # The server hangs up without its yes.
            assert answers.read() == b""
            answers.close()
        with smtplib.SMTP("127.0.0.1", server.port) as client:
            client.sendmail("a@example.org", ["b@example.org"], "Subject: Whole\r\n\r\nAll of it")

        assert [mail.source for mail in server.taken] == [b"Subject: Whole\r\n\r\nAll of it\r\n"]
