"""The arguments of a harvester's request, checked as the protocol says."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from library.exchange.harvesting.formats import FORMATS
from library.exchange.harvesting.tokens import BadToken, ListPosition, place_of

# For each verb: the arguments it needs, those it may have, and whether a token may stand alone.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str], bool]] = {
    "Identify": (frozenset(), frozenset(), False),
    "ListMetadataFormats": (frozenset(), frozenset(["identifier"]), False),
    "ListSets": (frozenset(), frozenset(), True),
    "GetRecord": (frozenset(["identifier", "metadataPrefix"]), frozenset(), False),
    "ListIdentifiers": (
        frozenset(["metadataPrefix"]), frozenset(["from", "until", "set"]), True,
    ),
    "ListRecords": (frozenset(["metadataPrefix"]), frozenset(["from", "until", "set"]), True),
}  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LONGEST = 2_000


class OAIError(Exception):
    """A refusal that the protocol has a code for."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)


@dataclass(frozen=True)
class Harvest:
    """What a request asks for. ``place`` is where an earlier one stopped."""

    verb: str
    arguments: Mapping[str, str]
    prefix: str = ""
    identifier: str = ""
    set_spec: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    place: ListPosition | None = None


def parse_harvest(given: Mapping[str, Sequence[str]]) -> Harvest:
    """Check the arguments. Raises ``OAIError`` with the code of the protocol."""
    verbs = given.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OAIError("badVerb", "The argument verb must name one of the six verbs, once.")
    verb = verbs[0]
    arguments = {name: values[0] for name, values in given.items() if name != "verb"}
    needed, allowed, takes_token = VERBS[verb]
    _check_shape(given)
    if takes_token and "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OAIError("badArgument", "A resumptionToken stands alone.")
        return _resumed(verb, arguments)
    if unknown := set(arguments) - needed - allowed:
        raise OAIError("badArgument", f"{verb} does not take: {_named(unknown)}.")
    if missing := needed - set(arguments):
        raise OAIError("badArgument", f"{verb} needs: {_named(missing)}.")
    prefix = arguments.get("metadataPrefix", "")
    if prefix and prefix not in FORMATS:
        raise OAIError("cannotDisseminateFormat", "The library has no such metadata format.")
    since, until = _span(arguments)
    return Harvest(
        verb,
        arguments,
        prefix,
        arguments.get("identifier", ""),
        arguments.get("set", ""),
        since,
        until,
    )


def _check_shape(given: Mapping[str, Sequence[str]]) -> None:
    for name, values in given.items():
        if len(values) > 1:
            raise OAIError("badArgument", f"The argument {_named([name])} stands there twice.")
        if len(values[0]) > _LONGEST:
            raise OAIError("badArgument", f"The argument {_named([name])} is too long.")


def _resumed(verb: str, arguments: Mapping[str, str]) -> Harvest:
    try:
        place = place_of(arguments["resumptionToken"])
    except BadToken as error:
        raise OAIError("badResumptionToken", "This is no token of this library.") from error
    if place.verb != verb or place.prefix not in FORMATS:
        raise OAIError("badResumptionToken", "This token belongs to another request.")
    since = dt.datetime.fromisoformat(place.since) if place.since else None
    until = dt.datetime.fromisoformat(place.until) if place.until else None
    return Harvest(verb, arguments, place.prefix, "", place.set_spec, since, until, place)


def _span(arguments: Mapping[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return the first moment and the one after the last. Both have the same granularity, as the protocol asks."""
    first, last = arguments.get("from"), arguments.get("until")
    if first and last and len(first) != len(last):
        raise OAIError("badArgument", "The dates from and until differ in their granularity.")
    since = _moment(first) if first else None
    until = _moment(last, is_end=True) if last else None
    if since and until and since >= until:
        raise OAIError("badArgument", "The date from is later than until.")
    return since, until


def _moment(text: str, *, is_end: bool = False) -> dt.datetime:
    is_day = bool(_DAY.fullmatch(text))
    if not is_day and not _SECOND.fullmatch(text):
        raise OAIError("badArgument", "A date is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    step = dt.timedelta(days=1) if is_day else dt.timedelta(seconds=1)
    try:
        moment = dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=dt.UTC)
        return moment + step if is_end else moment
    except (ValueError, OverflowError) as error:
        raise OAIError("badArgument", "There is no such date.") from error


def _named(names: "set[str] | frozenset[str] | list[str]") -> str:
    return ", ".join(sorted(name[:40] for name in names))
