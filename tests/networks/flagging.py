"""Acts that the tests of flags and of held posts share."""

import uuid

from networks.actions.cases import (
    claim_case,
    decide_case,
    flag,
)
from networks.actions.discussions import reply
from notifications.models import Notification


def flag_by(post, person, now, *, reason="abuse", words=""):
    return flag(
        discussion=post.discussion, post=post, person=person, reason=reason, words=words, at=now
    )


def decide(case, by, outcome, now, **more):
    claim_case(case=case, by=by, at=now)
    return decide_case(case=case, by=by, outcome=outcome, reason="Because.", at=now, **more)


def reply_with(discussion, author, body, at):
    return reply(discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=at)


def told(person, kind):
    return Notification.objects.filter(recipient=person, kind=f"networks.{kind}")


def state_of(thing):
    return type(thing).objects.get(pk=thing.pk).state
