"""Mailing the code of a second proof, by which nobody learns whether a password was right."""

import datetime as dt
import sys

from django.db import transaction

from accounts.actions.mail_limits import HOUR, MailLimit, TooManyMails, count_under
from accounts.letters import Letter, send_letter

# Caused only by those who know the password, so strangers cannot use them up.
MAILS_AN_HOUR = 10


@transaction.atomic
def send_second_proof(*, letter: Letter, is_right: bool, door: str, at: dt.datetime) -> None:
    """Queue the letter if the password was right. If it was wrong, do the same work and take it back.

    Otherwise the time until the answer would tell which it was. ``door`` is the key of the account at the door where
    the password was entered. After ten mails in an hour no more are queued, which nobody is told.
    """
    if is_right:
        limit = MailLimit(f"second proof to {letter.address.casefold()}", MAILS_AN_HOUR, HOUR)
    else:
        limit = MailLimit(f"no second proof to {door}", sys.maxsize, HOUR)
    try:
        count_under([limit], at=at)
        is_sent = is_right
    except TooManyMails:
        is_sent = False
    with transaction.atomic():
        send_letter(letter, at=at)
        if not is_sent:
            transaction.set_rollback(True)
