"""Background work: forgetting texts that nobody will send any more."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from unsent import actions


@shared_task
def forget_texts(*, user_id: int) -> None:
    actions.forget_texts_of(owner=User.objects.get(pk=user_id))


@shared_task
def forget_unsent_texts() -> None:
    """Nightly: delete texts 30 days after their last change, and those that closed accounts still have."""
    actions.forget_old_texts(at=timezone.now())
