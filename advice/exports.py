"""The advice part of the personal data export."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from advice.models import (
    AdviceCase,
    AdviceOutcome,
    AdviceReview,
    KeptContribution,
    LetterContribution,
)


@export_part("advice")
def part_of(user: User) -> DataPart:
    """Return the cases in which the person has a part, their reviews, and what they told of outcomes.

    What they did in a case that became hidden from them is theirs; its title is not, which may be a newer one.
    """
    cases = AdviceCase.objects.of_team(user).order_by("pk")
    reviews = AdviceReview.objects.filter(reviewer=user).order_by("pk")
    outcomes = AdviceOutcome.objects.filter(told_by=user).order_by("pk")
    kept = (
        KeptContribution.objects.filter(post__author=user)
        .select_related("post__discussion__network")
        .order_by("pk")
    )
    letters = LetterContribution.objects.filter(recorded_by=user).order_by("pk")
    did = (
        {review.case_id for review in reviews}
        | {outcome.case_id for outcome in outcomes}
        | {letter.case_id for letter in letters}
        | {one.case_id for one in kept}
    )
    visible = AdviceCase.objects.visible_to(user).filter(pk__in=did)
    titles = dict(visible.values_list("pk", "title"))
    hidden = _("A case that you can no longer see")
    return DataPart(
        data={
            "cases": [
                {
                    "title": case.title,
                    "state": case.state,
                    "leads": case.lead_id == user.pk,
                    "signs_off": case.sign_off_by_id == user.pk,
                }
                for case in cases
            ],
            "reviews": [
                {
                    "case": titles.get(review.case_id, hidden),
                    "state": review.state,
                    "verdict": review.verdict,
                    "comments": review.comments,
                    "asked_at": review.asked_at,
                    "answered_at": review.answered_at,
                }
                for review in reviews
            ],
            "outcomes": [
                {"case": titles.get(one.case_id, hidden), "outcome": one.outcome, "note": one.note}
                for one in outcomes
            ],
            "letters_recorded": [
                {
                    "case": titles.get(one.case_id, hidden),
                    "body": one.body,
                    "received_on": one.received_on,
                }
                for one in letters
            ],
            "contributions": [
                {
                    "case": titles.get(one.case_id, hidden),
                    "post": one.post.get_permanent_url(),
                }
                for one in kept
            ],
        }
    )
