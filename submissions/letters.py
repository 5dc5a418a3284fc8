"""A draft of the editor's letter, with the reviewers' comments to the author."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from submissions.models import Review, Submission, Verdict

_OPENINGS = {
    Verdict.ACCEPT: gettext_lazy(
        "Thank you for “%(title)s”. We are glad to take it into the library. It is now public "
        "at a permanent address, and networks that work on its topics will see it."
    ),
    Verdict.CHANGES: gettext_lazy(
        "Thank you for “%(title)s”. We would like to take it into the library, and ask for some changes "
        "first. Please change the text where you agree, and tell us in your note where you do not."
    ),
    Verdict.DECLINE: gettext_lazy(
        "Thank you for “%(title)s”. We have read it carefully, but cannot take it into the library. "
        "Here is why."
    ),
}


def letter_for(submission: Submission, verdict: Verdict, *, editor: User) -> str:
    """Return a letter to start from. Reviewers are named in it only if they signed."""
    parts = [
        _("Dear %(name)s,") % {"name": submission.author.full_name},
        str(_OPENINGS[verdict]) % {"title": submission.title},
    ]
    reviews = latest_reviews(submission)
    if reviews:
        parts.append(_("This is what the reviewers wrote to you:"))
        parts.extend(_quote(number, review) for number, review in enumerate(reviews, start=1))
    parts.append(_("With kind regards,") + f"\n{editor.full_name}")
    return "\n\n".join(parts)


def delivered_reviews(submission: Submission) -> list[Review]:
    """Return every review that was delivered, of each revision, the latest first."""
    reviews = submission.reviews.delivered().select_related("reviewer", "revision")
    return list(reviews.order_by("-delivered_at", "-pk"))


def latest_reviews(submission: Submission) -> list[Review]:
    """Return the delivered reviews of the latest revision, in the order in which they came."""
    latest = submission.revisions.order_by("-number").values("pk")[:1]
    reviews = submission.reviews.delivered().filter(revision__in=latest)
    return list(reviews.select_related("reviewer").order_by("delivered_at", "pk"))


def _quote(number: int, review: Review) -> str:
    name = review.reviewer.full_name if review.is_signed else _("Reviewer %(n)d") % {"n": number}
    return f"{name}:\n{review.comments_to_author}"
