"""Helpers of several views: find things, ask for a reason."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from core.forms.answering import save, show
from core.prepared import prepared
from core.types import MemberRequest, Person
from core.web.requests import key_of
from courses.cohorts.standing import standing_of
from courses.models import Lesson
from networks.forms.networks import ModerationReasonForm
from networks.models import Discussion, Membership, Network, Post
from networks.models.networks import NetworkQuerySet


def find_network(user: Person, slug: str) -> Network:
    """Find the network, or raise 404 for those who may not know of it, and for the group of a cohort."""
    network = find_network_or_group(user, slug)
    if network.cohort_id is not None:
        raise Http404
    return network


def find_network_or_group(user: Person, slug: str) -> Network:
    """Find the network or the group of a cohort, or raise 404 for those who may not know of it."""
    found = _networks(user, slug)
    if not found:
        raise Http404
    return with_standing(found[0])


@prepared
def _networks(user: Person, slug: str) -> QuerySet[Network]:
    networks = Network.objects.visible_to(user).with_size().with_cover()
    return networks.select_related("cohort__release__course").filter(slug=slug)


def with_standing(network: Network) -> Network:
    """Note whether the cohort of a group is over; ``cohort`` was loaded with it."""
    if network.cohort is not None:
        network.is_over = standing_of(network.cohort, timezone.now()).is_ended
    return network


def networks_to_write_in(user: User) -> NetworkQuerySet:
    """Return the open networks of a member, without the groups of cohorts that are over. One query beforehand."""
    mine = Network.objects.open().of_member(user)
    groups = mine.exclude(cohort=None).select_related("cohort__release__course")
    over = [group.pk for group in groups if with_standing(group).is_over]
    return mine.exclude(pk__in=over)


def lesson_of(group: Network, key: str | None) -> Lesson | None:
    """Return the lesson with this key in what the cohort of the group takes, if there is one."""
    if not key or group.cohort is None:
        return None
    lessons = Lesson.objects.of(group.cohort.release).select_related("module__release__course")
    return lessons.filter(pk=key_of(key)).first()


def find_discussion(user: Person, slug: str, pk: int) -> Discussion:
    """Find the discussion with its network, or raise 404 for all who cannot read it."""
    visible = Discussion.objects.visible_to(user).select_related(
        "network__cohort__release__course", "lesson__module__release__course", "author"
    )
    if user.is_authenticated:
        visible = visible.with_wishes_of(user)
    discussion = get_object_or_404(visible, network__slug=slug, pk=pk)
    with_standing(discussion.network)
    return discussion


def find_post(user: Person, slug: str, pk: int) -> Post:
    """Find the post with its discussion and network, or raise 404 for all who cannot read it."""
    visible = Post.objects.visible_to(user).select_related(
        "discussion__network__cohort__release__course", "author", "plan"
    )
    post = get_object_or_404(visible, discussion__network__slug=slug, pk=pk)
    with_standing(post.discussion.network)
    return post


def find_membership(network: Network, pk: int) -> Membership:
    """Find a membership of this network, or raise 404."""
    memberships: QuerySet[Membership] = Membership.objects.select_related("network", "user")
    return get_object_or_404(memberships, network=network, pk=pk)


def show_people(memberships: Iterable[Membership], viewer: Person, *, is_member: bool) -> None:
    """Give each membership ``shown``, the fields of the profile that this viewer may read."""
    for membership in memberships:
        profile = getattr(membership.user, "profile", None)
        if profile is None:
            membership.shown = {}  # type: ignore[attr-defined]
            continue
        membership.shown = profile.fields_for(  # type: ignore[attr-defined]
            viewer, shares_network=is_member
        )


def ask_reason(
    request: MemberRequest,
    form: ModerationReasonForm,
    *,
    network: Network,
    title: str,
    text: str,
    back: str,
    act: Callable[[str], Any],
    done: Callable[[Any], str] | str,
) -> HttpResponse:
    """Ask why, act once with the answer, and go ``back``; a refusal is shown above the kept words."""
    answer = save(request, form, lambda: act(form.cleaned_data["reason"]), to=back, said=done)
    context = {"network": network, "title": title, "text": text, "back": back}
    return answer or show(request, "networks/reason.html", form, context)
