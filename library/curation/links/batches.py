"""Checking a few addresses in turn, politely, and noticing when this server is offline."""

import time
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from library.curation.links.checking import LinkAnswer, check_address
from library.curation.models.links import LinkCheck, LinkState

Ask = Callable[[str], LinkAnswer]


def check_batch(
    due: Sequence[LinkCheck],
    *,
    control: LinkCheck | None,
    seconds: float = 20,
    ask: Ask = check_address,
) -> dict[LinkCheck, LinkAnswer] | None:
    """Check these addresses and return the answers; nothing when this server seems to be offline.

    One address of each server is looked at in a round, and none is begun after so many ``seconds``; the others
    stay due. When none answers, the address ``control``, which worked before, tells whether it is us.
    """
    end = time.monotonic() + seconds
    answers: dict[LinkCheck, LinkAnswer] = {}
    for check in _one_of_each_server(due):
        if time.monotonic() > end:
            break
        answers[check] = ask(check.url)
    if any(answer.state != LinkState.FAILING for answer in answers.values()):
        return answers
    if control is None or ask(control.url).state == LinkState.FAILING:
        return None
    return answers


def _one_of_each_server(due: Sequence[LinkCheck]) -> Iterator[LinkCheck]:
    seen = set()
    for check in due:
        server = urlsplit(check.url).netloc.lower()
        if server not in seen:
            seen.add(server)
            yield check
