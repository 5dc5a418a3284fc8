"""Whom a post mentions: members of its network, by ``@`` and their name."""

import re

from django.db.models import Q

from accounts.models import User, is_apart_from
from networks.models import Follow, Membership, Post

# A name after the sign, which no word stands before: an address of mail mentions nobody.
_SIGN = re.compile(r"(?<![\w.@])@(?=\w)")
_FIRST_WORD = re.compile(r"[\w’'-]+")
_MOST = 20


def mentioned_in(post: Post) -> list[User]:
    """Return the members whom the words mention, without their author and those who muted the discussion.

    A whole name always counts; a first name counts where only one member has it.
    """
    places = [match.end() for match in _SIGN.finditer(post.body)][:_MOST]
    if not places:
        return []
    rests = [post.body[place : place + 150].casefold() for place in places]
    candidates = _members_named(post, {_first_word(rest) for rest in rests})
    found = {user.pk: user for rest in rests for user in _meant(rest, candidates)}
    found.pop(post.author_id, None)
    muted = Follow.objects.filter(discussion=post.discussion_id, is_muted=True, user__in=found)
    for pk in muted.values_list("user_id", flat=True):
        del found[pk]
    return list(found.values())


def _members_named(post: Post, first_words: set[str]) -> list[User]:
    """Return the members who want to know of mentions and whose name begins with one of these words. One query."""
    named = Q()
    for word in first_words:
        named |= Q(full_name__istartswith=word)
    members = Membership.objects.wanting_mentions().filter(network=post.discussion.network_id)
    people = User.objects.filter(named, pk__in=members.values("user"), is_active=True)
    return list(people.exclude(is_apart_from(post.author)).order_by("pk"))


def _meant(rest: str, candidates: list[User]) -> list[User]:
    """Return whom the text after one sign means: the longest whole name, or else a first name of one person."""
    whole = [user for user in candidates if _begins(rest, user.full_name.casefold())]
    if whole:
        longest = max(len(user.full_name) for user in whole)
        return [user for user in whole if len(user.full_name) == longest]
    first = _first_word(rest)
    same = [user for user in candidates if _first_word(user.full_name.casefold()) == first]
    return same if len(same) == 1 else []


def _begins(text: str, name: str) -> bool:
    """Tell whether the text begins with the name, and no word goes on behind it."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[0] if found else ""
