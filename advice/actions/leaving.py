"""What becomes of the parts in cases of people who close their account."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from advice.actions.reviews import decline_review
from advice.models import AdviceCase, AdviceReview


@transaction.atomic
def leave_advice(*, user: User, at: dt.datetime) -> None:
    """Decline the open reviews of somebody who closed their account, and take them off the teams. Repeats safely.

    Cases that they lead or sign off stand in the way of closing an account, so there are none.
    """
    reason = _("The account was closed.")
    for review in AdviceReview.objects.asked().filter(reviewer=user).order_by("pk"):
        decline_review(review=review, by=user, at=at, reason=reason)
    AdviceCase.members.through.objects.filter(user=user).delete()
