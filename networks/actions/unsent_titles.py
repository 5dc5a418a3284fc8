"""What is kept of texts that somebody has begun on pages of networks, when they may no longer open these."""

import re

from django.urls import Resolver404, resolve

from accounts.models import User
from networks.models import Discussion, Membership
from unsent.pages import Keep

_DISCUSSION = re.compile(r"/discussions/([0-9]{1,18})/")


def keep_of_page(owner: User, page: str) -> Keep:
    """Return what a tab that is still open may keep of a page of a network: its writer's words always.

    The title of the page is left out where they are no member, where the discussion is hidden from them, or where its
    author had it erased.
    """
    path = page.partition("?")[0]
    try:
        found = resolve(path)
    except Resolver404:
        return Keep.WITH_TITLE
    is_in_network = found.app_name == "networks" and "slug" in found.kwargs
    if not is_in_network or found.url_name == "network_join":
        return Keep.WITH_TITLE
    if discussion := _DISCUSSION.search(path):
        discussions = Discussion.objects.visible_to(owner).exclude(
            author__closed_at__isnull=False, author__closing_request__erases_posts=True
        )
        seen = discussions.filter(pk=discussion[1]).exists()
    else:
        slug = found.kwargs["slug"]
        seen = Membership.objects.active().filter(user=owner, network__slug=slug).exists()
    return Keep.WITH_TITLE if seen else Keep.WORDS
