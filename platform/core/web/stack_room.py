"""Giving each request room for the frames of its calls at once, in place of piece by piece."""

from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# Python keeps the frames of a thread in chunks of 16 KB, of which a page needs several. A function that is called over
# and over just where one chunk ends gets the next one from the system, and gives it back, with each call: of one desk
# that was half of its time (https://github.com/python/cpython/issues/142183, mended in Python 3.13 and 3.14 in spring
# 2026). Which function it is depends on how deep the server calls us. A chunk is made as large as its first frame asks
# for, rounded up to the next power of two, so the first frame of a request asks for so many values, of 8 bytes each. A
# little more than half a megabyte makes a piece of a whole one, of which the other half is left for the calls: more than
# 1,000 of them, Python's limit, fill. A little less would leave nearly nothing. Only what is used takes memory.
# Whoever keeps a frame object of a request (a debugger, an error's traceback) keeps its half megabyte along with it.
# Once the least Python that we support has the mend, this module and its uses can go.
VALUES = 66_000


def with_stack_room(application: Application) -> Application:
    """Answer each request within one piece of room for Python's frames, with half a megabyte for its calls."""

    def roomy(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return application(environ, start_response)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=VALUES)
    return roomy
