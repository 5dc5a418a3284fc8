"""What becomes of unsent texts of people who no longer see a confidential case."""

from django.db import transaction

from accounts.models import User
from advice.actions.locking import lock
from advice.addresses import all_pages, case_key_of, review_key_of
from advice.models import AdviceCase, AdviceReview
from advice.states import AdviceReviewState
from unsent.actions import forget_texts_under, forget_titles, owners_of_texts, pages_of_texts
from unsent.pages import Keep

_LEFT = (AdviceReviewState.DECLINED, AdviceReviewState.CANCELLED)


def keep_of_page(owner: User, page: str) -> Keep:
    """Return what a tab that is still open may keep of a page of a case or a review.

    Nothing of a confidential case that its writer no longer sees, as if there were none; of a review that they left
    their own words. The caller is in a transaction, and who removes somebody at the same moment waits for it.
    """
    if key := case_key_of(page):
        return Keep.WITH_TITLE if _may_see(owner, key) else Keep.NOTHING
    if key := review_key_of(page):
        case = AdviceCase.objects.filter(reviews=key).values_list("pk", flat=True).first()
        if case is not None:
            _lock_both(owner, case)
        is_visible = AdviceReview.objects.visible_to(owner).filter(pk=key).exists()
        return Keep.WITH_TITLE if is_visible else Keep.WORDS
    return Keep.WITH_TITLE


def _may_see(owner: User, key: int) -> bool:
    person = _lock_both(owner, key)
    return AdviceCase.objects.visible_to(person).filter(pk=key).exists()


def _lock_both(owner: User, case: int) -> User:
    """Lock the case and then the person, and return the person with the roles of this moment."""
    AdviceCase.objects.select_for_update(of=("self",)).filter(pk=case).first()
    return User.objects.select_for_update().get(pk=owner.pk)


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


def forget_words_of_absent(*, owner: User | None = None) -> None:
    """Delete what people, or one of them, had begun in forms of confidential cases that they no longer see.

    A role that ended has hidden these. Each case is a transaction of its own. Repeats safely.
    """
    pages = pages_of_texts(under=all_pages(), owner=owner)
    reviews = AdviceReview.objects.filter(pk__in=filter(None, map(review_key_of, pages)))
    keys = {*filter(None, map(case_key_of, pages)), *reviews.values_list("case", flat=True)}
    for case in AdviceCase.objects.filter(pk__in=keys, is_confidential=True).order_by("pk"):
        _forget_under_lock(case)


@transaction.atomic
def _forget_under_lock(case: AdviceCase) -> None:
    forget_words_of(lock(case))


def _sees(person: User, case: AdviceCase) -> bool:
    return AdviceCase.objects.worked_on_by(person).filter(pk=case.pk).exists()
