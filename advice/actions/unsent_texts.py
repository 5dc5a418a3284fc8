"""What becomes of unsent texts of people who no longer see a confidential case."""

from accounts.models import User
from advice.models import AdviceCase
from advice.states import AdviceReviewState
from unsent.actions import forget_texts_under, forget_titles, owners_of_texts

_LEFT = (AdviceReviewState.DECLINED, AdviceReviewState.CANCELLED)


def forget_words_of(case: AdviceCase) -> None:
    """Delete what people who no longer see a confidential case had begun in its forms: these held its own words.

    What they began to say in a review is theirs and stays, without the title. Repeats safely.
    """
    if not case.is_confidential:
        return
    address = case.get_absolute_url()
    for owner in owners_of_texts(under=address):
        if not _sees(owner, case):
            forget_texts_under(under=address, owner=owner)
    for review in case.reviews.filter(state__in=_LEFT).select_related("reviewer").order_by("pk"):
        if not _sees(review.reviewer, case):
            forget_titles(under=review.get_absolute_url(), owner=review.reviewer)


def _sees(person: User, case: AdviceCase) -> bool:
    return AdviceCase.objects.worked_on_by(person).filter(pk=case.pk).exists()
