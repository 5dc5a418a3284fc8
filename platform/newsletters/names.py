"""The names of the newsletter's mails in the queue."""

COPY = "newsletters.copy"
TEST = "newsletters.test"
CONFIRM = "newsletters.confirm"
KNOWN = "newsletters.known"
