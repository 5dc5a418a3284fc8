"""Sending mail: what waits, the mail server, the log, and the outbox of developers."""
