"""Expected refusals that have a page of their own."""


class Refusal(Exception):
    """An expected refusal with a text fit for the reader. Answered with ``status``."""

    status = 400


class Conflict(Refusal):
    """The state of the thing does not allow this: 409."""

    status = 409


class TooManyRequests(Refusal):
    """The same visitor asks too often: 429."""

    status = 429
