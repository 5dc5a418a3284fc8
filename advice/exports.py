"""The advice part of the personal data export."""

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
    """Return the cases in which the person has a part, their reviews, and what they told of outcomes."""
    cases = AdviceCase.objects.of_team(user).order_by("pk")
    reviews = AdviceReview.objects.filter(reviewer=user).select_related("case").order_by("pk")
    outcomes = AdviceOutcome.objects.filter(told_by=user).select_related("case").order_by("pk")
    kept = KeptContribution.objects.filter(post__author=user).select_related("case", "post")
    letters = (
        LetterContribution.objects.filter(recorded_by=user).select_related("case").order_by("pk")
    )
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
                    "case": review.case.title,
                    "state": review.state,
                    "verdict": review.verdict,
                    "comments": review.comments,
                    "asked_at": review.asked_at,
                    "answered_at": review.answered_at,
                }
                for review in reviews
            ],
            "outcomes": [
                {"case": one.case.title, "outcome": one.outcome, "note": one.note}
                for one in outcomes
            ],
            "letters_recorded": [
                {"case": one.case.title, "body": one.body, "received_on": one.received_on}
                for one in letters
            ],
            "contributions": [
                {"case": one.case.title, "post": one.post.get_permanent_url()}
                for one in kept.select_related("post__discussion__network").order_by("pk")
            ],
        }
    )
