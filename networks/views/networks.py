"""The list of networks, and the tabs of one."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Block
from core.covers.pages import edit_cover, send_cover
from core.forms.answering import save, show
from core.permissions import allows, require
from core.prepared import prepared
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import Member, MemberRequest, Person
from core.web.querystrings import chip
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from library.catalogue.models import Record
from library.gaps.workers import gaps_worked_on
from library.vocabularies.models import Topic
from networks.actions.networks import archive_network, create_network, edit_network, reopen_network
from networks.forms.networks import (
    MemberSearchForm,
    ModerationReasonForm,
    NetworkForm,
    NetworkSearchForm,
)
from networks.models import Case, Discussion, Membership, Network, NetworkRecord, Post
from networks.models.discussions import DiscussionQuerySet
from networks.reading.activity import unread_counts
from networks.reading.discussion_rows import discussion_rows
from networks.reading.history import in_words, membership_history, moves_in
from networks.reading.next_events import next_events
from networks.refusals import NetworkArchived
from networks.rules import membership_of
from networks.states import MembershipState
from networks.views.common import ask_reason, find_network, find_network_or_group, show_people
from networks.views.groups import show_group
from networks.views.member_table import member_layout


@login_not_required
@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    """Networks that the reader may know of, their own first."""
    search = NetworkSearchForm(request.GET)
    topic = Topic.objects.filter(code=request.GET.get("topic", "")[:60].replace("\0", "")).first()
    others = Network.objects.visible_to(request.user).without_groups().containing(search.text)
    if topic:
        others = others.filter(topics=topic)
    shown = others.with_size().with_cover().prefetch_related("topics").by_name()
    page = paginate(request, shown, per_page=12)
    context = {
        "page": page,
        "search": search,
        "topic": topic,
        "chips": [chip(topic.label, request.GET, "topic")] if topic else [],
        "mine": _my_networks(request.user),
        "is_filtered": bool(topic or search.text),
    }
    return render(request, "networks/network_list.html", context)


def _my_networks(user: Person) -> list[Network]:
    if not user.is_authenticated:
        return []
    networks = list(
        Network.objects.of_member(user).without_groups().with_size().with_cover().by_name()
    )
    unread = unread_counts(user) if networks else {}
    for network in networks:
        network.unread = unread.get(network.pk, 0)  # type: ignore[attr-defined]
    return networks


@login_not_required
@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the discussions to members; to everyone else what the network is and how to join."""
    network = find_network_or_group(request.user, slug)
    if network.cohort_id is not None:
        require(request.user, "networks.read", network)
        frame = network_frame_context(request.user, network, tab="discussions")
        return show_group(cast(MemberRequest, request), network, frame)
    if not request.user.is_authenticated or not allows(request.user, "networks.read", network):
        return render(request, "networks/network_about.html", _about(request.user, network))

    search = NetworkSearchForm(request.GET)
    if search.text:
        found = _discussions(network, request.user).containing(search.text).newest_first()
        page = paginate(request, found)
    else:
        page = paginate(request, _pinned_first.pages(network, request.user))
    context = {
        **network_frame_context(request.user, network, tab="discussions"),
        "page": page,
        "rows": discussion_rows(page.object_list, reader=request.user, network=network),
        "search": search,
        "next_events": next_events(network, request.user, timezone.now()),
    }
    return render(request, "networks/network_detail.html", context)


def _discussions(network: Network, user: Member) -> DiscussionQuerySet:
    rows = Discussion.objects.visible_to(user).filter(network=network).with_unread(user)
    return rows.select_related("author")


@prepared
def _pinned_first(network: Network, user: Member) -> QuerySet[Discussion]:
    return _discussions(network, user).pinned_first()


@require_safe
def network_about(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what the network is for, who moderates it, and how to join or leave."""
    network = find_network(request.user, slug)
    return render(request, "networks/network_about.html", _about(request.user, network))


@require_safe
def network_library(request: MemberRequest, slug: str) -> HttpResponse:
    """List records announced to the network."""
    network = find_network(request.user, slug)
    announced = (
        NetworkRecord.objects.filter(network=network, record__in=Record.objects.published())
        .select_related("record")
        .newest_first()
    )
    context = {
        **network_frame_context(request.user, network, tab="library"),
        "page": paginate(request, announced),
        "topics": network.topics.order_by("label", "pk"),
    }
    return render(request, "networks/network_library.html", context)


@leads_back(gettext_lazy("the members"))
@require_safe
def network_members(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Show the people of the network to its members, with what each lets members read."""
    network = find_network(request.user, slug)
    require(request.user, "networks.see_members", network)

    search = MemberSearchForm(request.GET)
    is_member = allows(request.user, "networks.read", network)

    def with_fields(members: list[Membership]) -> list[Membership]:
        show_people(members, request.user, is_member=is_member)
        return members

    members = Membership.objects.active().filter(network=network, user__closes_at=None)
    members = members.named(search.text)
    table = WorkTable(
        request.GET,
        member_layout(request.user, network),
        members.with_people().by_role_and_name(),
        rows=with_fields,
    )
    context = {
        **network_frame_context(request.user, network, tab="members"),
        "filters": Filters(search, request.GET),
        "removed": _removed(request.user, network),
    }
    return show_table(request, "networks/network_members.html", table, context)


@require_safe
def member_names(request: MemberRequest, slug: str) -> JsonResponse:
    """Suggest members whose name begins as typed after an ``@``, to those who write in the network."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.read", network)

    search = MemberSearchForm(request.GET)
    members = Membership.objects.active().filter(network=network, user__is_active=True)
    named = (
        members.filter(user__full_name__istartswith=search.text) if search.text else members.none()
    )
    # The others are not left out: it would tell them who has blocked them.
    blocked = Block.objects.made_by(request.user).values("blocked")
    named = named.exclude(user__in=blocked)
    names = named.order_by("user__full_name", "pk").values_list("user__full_name", flat=True)
    return JsonResponse({"names": list(names[:8])})


@require_safe
def network_history(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the history of the network to its moderators."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)

    page = paginate(request, moves_in(network), per_page=30)
    context = {
        **network_frame_context(request.user, network, tab="history"),
        "page": page,
        "events": in_words(page.object_list),
    }
    return render(request, "networks/network_history.html", context)


def _removed(user: Person, network: Network) -> list[Membership]:
    """Return removed members, for moderators only."""
    if not allows(user, "networks.moderate", network):
        return []
    removed = Membership.objects.filter(network=network, state=MembershipState.REMOVED)
    return list(removed.select_related("user").by_role_and_name()[:50])


@reads_and_writes
def network_new(request: MemberRequest) -> HttpResponse:
    """Let staff open a network, which they then moderate."""
    require(request.user, "networks.create")

    form = NetworkForm(posted(request))
    answer = save(
        request,
        form,
        lambda: create_network(**form.words, by=request.user, at=timezone.now()),
        to=lambda network: network,
        said=_("Network created. You are its moderator."),
    )
    return answer or show(request, "networks/network_new.html", form)


@reads_and_writes
def network_edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators change what the network says about itself."""
    network = find_network(request.user, slug)
    require(request.user, "networks.edit", network)

    form = NetworkForm(posted(request), instance=network)
    answer = save(
        request,
        form,
        lambda: edit_network(network=network, **form.words),
        to=("networks:network_about", network.slug),
        said=_("Changes saved."),
        page_for=(NetworkArchived,),
    )
    return answer or show(request, "networks/network_edit.html", form, {"network": network})


@login_not_required
@require_safe
def network_cover(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Send a picture of the network's own cover to those who may know of the network."""
    network = find_network(request.user, slug)
    return send_cover(network, name, is_for_everyone=network.is_listed)


@reads_and_writes
def network_cover_edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators give the network a cover of its own, or take it away."""
    network = find_network(request.user, slug)
    require(request.user, "networks.edit", network)
    if not network.is_open:
        raise NetworkArchived
    return edit_cover(request, network, back=("networks:network_about", network.slug))


@reads_and_writes
def network_archive(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators close the network for everything but reading."""
    network = find_network(request.user, slug)
    require(request.user, "networks.edit", network)

    form = ModerationReasonForm(
        posted(request),
        hint=_("It appears in the history of the network."),
        submit=_("Archive the network"),
    )
    return ask_reason(
        request,
        form,
        network=network,
        title=_("Archive %(network)s") % {"network": network},
        text=_(
            "Members can still read everything. Nobody can join or write until a moderator reopens it."
        ),
        back=network.get_absolute_url(),
        act=lambda reason: archive_network(
            network=network, by=request.user, reason=reason, at=timezone.now()
        ),
        done=told(
            _("Network archived."), Undo(reverse("networks:network_reopen", args=[network.slug]))
        ),
    )


@require_POST
def network_reopen(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators take the network out of the archive."""
    network = find_network(request.user, slug)
    require(request.user, "networks.edit", network)

    reopen_network(network=network, by=request.user, at=timezone.now())
    messages.success(request, _("Network reopened."))
    return redirect(network)


def _about(user: Person, network: Network) -> dict[str, Any]:
    moderators = Membership.objects.moderators().filter(network=network).select_related("user")
    shell = network_frame_context(user, network, tab="about")
    mine = shell["membership"]
    return {
        **shell,
        "story": membership_history(mine) if mine is not None else [],
        "next_events": next_events(network, user, timezone.now()),
        "topics": network.topics.order_by("label", "pk"),
        "gaps": gaps_worked_on("network", network.pk),
        "moderators": moderators.by_role_and_name() if user.is_authenticated else [],
    }


def network_frame_context(user: Person, network: Network, *, tab: str) -> dict[str, Any]:
    """Return the context of the head and tabs of every page of a network."""
    is_moderator = allows(user, "networks.moderate", network)
    waiting = Membership.objects.requested().filter(network=network).count() if is_moderator else 0
    flagged = 0
    if allows(user, "networks.see_cases", network):
        flagged = Case.objects.visible_to(user).undecided().filter(network=network).count()
    if is_moderator:
        flagged += Post.objects.held().filter(discussion__network=network).count()
    return {
        "network": network,
        "membership": membership_of(user, network),
        "tabs": _tabs(user, network, tab, waiting, flagged),
        "waiting": waiting,
    }


def _tabs(
    user: Person, network: Network, tab: str, waiting: int, flagged: int
) -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is the present one, for each tab of this reader."""
    is_member = allows(user, "networks.read", network)
    tabs: list[tuple[str, str, str]] = []
    if is_member:
        tabs.append(("discussions", _("Discussions"), "network_detail"))
    if network.cohort_id is None:
        tabs += _tabs_of_network(user, network, waiting)
    if allows(user, "networks.see_cases", network):
        label = _("Flags (%(count)d)") % {"count": flagged} if flagged else _("Flags")
        tabs.append(("cases", label, "case_list"))
    return [
        (label, reverse(f"networks:{view}", args=[network.slug]), name == tab)
        for name, label, view in tabs
    ]


def _tabs_of_network(user: Person, network: Network, waiting: int) -> list[tuple[str, str, str]]:
    """Return the tabs that the group of a cohort does not have: its people are those of the cohort."""
    tabs: list[tuple[str, str, str]] = []
    if allows(user, "networks.see_members", network):
        tabs.append(("members", _("Members"), "network_members"))
    if user.is_authenticated:
        tabs.append(("events", _("Events"), "network_events"))
        tabs.append(("library", _("New in the library"), "network_library"))
        tabs.append(("about", _("About"), "network_about"))
    if allows(user, "networks.moderate", network):
        label = _("Requests (%(count)d)") % {"count": waiting} if waiting else _("Requests")
        tabs.append(("requests", label, "request_list"))
        tabs.append(("invitations", _("Invitations"), "invitation_list"))
        tabs.append(("history", _("History"), "network_history"))
    return tabs
