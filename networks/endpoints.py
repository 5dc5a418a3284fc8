"""The addresses of networks for programs: their front pages. What members write is for members, on the pages."""

import datetime as dt
from typing import ClassVar

from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import Field

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import Code, PageParameters, Words
from api.problems import ApiProblem
from api.routing import ApiRouter
from networks.models import Network
from networks.models.networks import NetworkAccess, NetworkQuerySet
from networks.states import NetworkState

router = ApiRouter()
SCOPE = "networks:read"


class NetworkAnswer(Answer):
    """A network."""

    code: str = Field(description="Its permanent code.", examples=["warm-homes"])
    url: Address = Field(description="Its page.")
    name: str = Field(description="Its name.")
    purpose: str = Field(description="What it is for, in Markdown.")
    access: NetworkAccess = Field(description="How one becomes a member.")
    state: NetworkState = Field(description="Whether one can join and write.")
    topics: list[str] = Field(
        description="The codes of its topics, as the library has them.", examples=[["housing"]]
    )
    members: int = Field(description="How many members it has.")
    created_at: dt.datetime = Field(description="When it was begun.")


class NetworkPage(Answer):
    """A page of networks, and the address of the next."""

    items: list[NetworkAnswer] = Field(description="The networks of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class NetworkParameters(PageParameters):
    """A page of networks."""

    cursors: ClassVar[str] = "networks"

    q: Words = Field("", description="Words in its name or purpose, as they are written.")
    topic: Code = Field("", description="The code of one of its topics.", examples=["housing"])


@router.reads(
    "/networks/",
    name="list_networks",
    answers=NetworkPage,
    summary="Networks, the one that was begun first at the beginning",
    scope=SCOPE,
    problems=(400,),
)
def list_networks(request: ApiRequest, parameters: Query[NetworkParameters]) -> NetworkPage:
    """Without a token: those that everyone may know of. With one: those that its owner may know of."""
    seen = _seen(request).containing(parameters.q)
    if parameters.topic:
        seen = seen.filter(topics__code=parameters.topic)
    found, following = next_page(request, seen, parameters)
    return NetworkPage(items=[_answer(network) for network in found], next=following)


@router.reads(
    "/networks/{code}/",
    name="get_network",
    answers=NetworkAnswer,
    summary="One network",
    scope=SCOPE,
    problems=(404,),
)
def get_network(
    request: ApiRequest,
    code: PathEx[str, P(description="The code of the network.", example="warm-homes")],
) -> NetworkAnswer:
    """Return the network, also an archived one."""
    network = _seen(request).filter(slug=code.replace("\0", "")[:80]).first()
    if network is None:
        raise ApiProblem(404, _("There is no network with this code that you can see."))
    return _answer(network)


def _seen(request: ApiRequest) -> NetworkQuerySet:
    """Return the networks that whoever asks may know of; groups of cohorts are told with their courses."""
    seen = Network.objects.visible_to(request.caller.person).without_groups()
    return seen.with_size().prefetch_related("topics")


def _answer(network: Network) -> NetworkAnswer:
    return NetworkAnswer(
        code=network.slug,
        url=full_address(network.get_absolute_url()),
        name=network.name,
        purpose=network.purpose,
        access=NetworkAccess(network.access),
        state=NetworkState(network.state),
        topics=sorted(topic.code for topic in network.topics.all()),
        members=network.size,  # type: ignore[attr-defined]  # annotated by ``with_size``
        created_at=network.created_at,
    )
