"""Room for the frames of a request."""

import os
import re
import subprocess
import sys

import pytest

from core.web.stack_room import with_stack_room


def test_a_request_is_answered_as_without():
    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", "2")])
        return [environ["PATH_INFO"].encode()]

    heard = []

    answer = with_stack_room(application)({"PATH_INFO": "ok"}, lambda *said: heard.append(said))

    assert answer == [b"ok"]
    assert heard == [("200 OK", [("Content-Length", "2")])]


def test_what_fails_still_fails():
    def application(environ, start_response):
        raise LookupError("no such page")

    with pytest.raises(LookupError, match="no such page"):
        with_stack_room(application)({}, lambda *said: None)


@pytest.mark.no_database
def test_a_function_called_at_any_depth_gets_no_new_room_from_the_system():
    """The interpreter is asked how many page faults it met: each new piece of room is one at least."""
    asked = subprocess.run(
        [sys.executable, "-c", _FAULTS_OF_CALLS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    faults = [int(each) for each in re.findall(r"\d+", asked)]

    assert len(faults) == 900
    assert max(faults) < 500


# At each of 900 depths, nearly Python's limit, a function is called two thousand times.
_FAULTS_OF_CALLS = """
from resource import RUSAGE_SELF, getrusage
from core.web.stack_room import with_stack_room

def leaf():
    pass

# As large as functions are that do something: at some depth it is the first that no longer fits.
leaf.__code__ = leaf.__code__.replace(co_stacksize=100)

def calls(depth):
    if depth:
        return calls(depth - 1)
    before = getrusage(RUSAGE_SELF).ru_minflt
    for _ in range(2_000):
        leaf()
    return getrusage(RUSAGE_SELF).ru_minflt - before

def application(environ, start_response):
    return [calls(depth) for depth in range(900)]

print(with_stack_room(application)({}, None))
"""
