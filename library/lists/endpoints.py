"""The addresses of reading lists for programs: collections, and with a token one's own lists."""

import datetime as dt
from typing import ClassVar

from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import Field

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import PageParameters
from api.problems import ApiProblem
from api.routing import ApiRouter
from library.lists.contents import list_entries
from library.lists.models import ReadingList, Sharing

router = ApiRouter()
SCOPE = "lists:read"


class ListSummary(Answer):
    """A reading list without its works."""

    id: int = Field(description="The number of the list.", examples=[7])
    url: Address = Field(description="Its page.")
    name: str = Field(description="Its name.", examples=["Cold homes: where to begin"])
    about: str = Field(description="What it is for.")
    sharing: Sharing = Field(description="Who can read it: curated lists are for everyone.")
    works: int = Field(description="How many works of it can be read.", examples=[12])
    changed_at: dt.datetime = Field(description="When it was last changed.")


class ListPage(Answer):
    """A page of reading lists, and the address of the next."""

    items: list[ListSummary] = Field(description="The lists of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class ListedWork(Answer):
    """A work in a list."""

    record: int = Field(description="The number of the record.", examples=[42])
    url: Address = Field(description="The page of the record.")
    title: str = Field(description="Its title.", examples=["Cold homes and health"])
    note: str = Field(description="Why it is in the list.")


class ListDetail(ListSummary):
    """A reading list with its works."""

    items: list[ListedWork] = Field(description="The works that can be read, in their order.")


class ListParameters(PageParameters):
    """A page of lists."""

    cursors: ClassVar[str] = "library.lists"


@router.reads(
    "/lists/",
    name="list_lists",
    answers=ListPage,
    summary="Collections of the library, and one's own reading lists",
    scope=SCOPE,
    problems=(400,),
)
def list_lists(request: ApiRequest, parameters: Query[ListParameters]) -> ListPage:
    """Without a token: the collections that everyone sees. With one: those, and the lists of its owner."""
    seen = ReadingList.objects.visible_to(request.caller.person).with_counts()
    lists, following = next_page(request, seen, parameters)
    return ListPage(items=[_summary(each) for each in lists], next=following)


@router.reads(
    "/lists/{key:id}/",
    name="get_list",
    answers=ListDetail,
    summary="One reading list with its works",
    scope=SCOPE,
    problems=(404,),
)
def get_list(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the list.", example=7)],  # noqa: A002
) -> ListDetail:
    """Works that were withdrawn are left out; a duplicate that was merged is the record that took its place."""
    seen = ReadingList.objects.visible_to(request.caller.person).with_counts()
    reading_list = seen.filter(pk=id).first()
    if reading_list is None:
        raise ApiProblem(404, _("There is no list with this number that you can read."))
    listed = list(reading_list.listed.select_related("record").in_order())
    works = [
        ListedWork(
            record=entry.record.pk,
            url=full_address(entry.record.get_absolute_url()),
            title=entry.record.title,
            note=entry.listed.note,
        )
        for entry in list_entries(listed)
        if entry.record is not None
    ]
    return ListDetail(**dict(_summary(reading_list)), items=works)


def _summary(reading_list: ReadingList) -> ListSummary:
    return ListSummary(
        id=reading_list.pk,
        url=full_address(reading_list.get_absolute_url()),
        name=reading_list.name,
        about=reading_list.about,
        sharing=Sharing(reading_list.sharing),
        works=reading_list.works,  # type: ignore[attr-defined]  # annotated by with_counts
        changed_at=reading_list.changed_at,
    )
