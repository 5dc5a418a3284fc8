"""Receivers of unsent texts, and the store in which forms find them."""

import uuid
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from accounts.reader_facts import fact_of
from accounts.signals import account_closed
from core.forms.unsent import LONGEST_ADDRESS, STORES, Copy
from unsent.actions import will_keep
from unsent.models import UnsentText
from unsent.sent_fields import are_worth_keeping, fields_of
from unsent.tasks import forget_texts


class _Table:
    """The table of unsent texts. Forms of people who have none ask it for nothing."""

    def find(
        self, request: HttpRequest, *, address: str, form: str, wanted: str
    ) -> UnsentText | None:
        if fact_of(request.user, "unsent_count") == 0:
            return None
        mine = UnsentText.objects.visible_to(request.user).for_form(address=address, form=form)
        try:
            named = mine.filter(key=uuid.UUID(wanted)).first()
        except ValueError:
            named = None
        return named or mine.newest_first().first()

    def keeping_address(self) -> str:
        return reverse("unsent:keep")

    def will_keep(self, request: HttpRequest, copy: Copy) -> bool:
        if not request.user.is_authenticated or len(request.path) > LONGEST_ADDRESS:
            return False
        fields = fields_of(request)
        return are_worth_keeping(fields) and will_keep(
            owner=request.user, copy=copy, address=request.path, fields=fields
        )


STORES.add("table", _Table())


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    forget_texts.delay(user_id=user_id)
