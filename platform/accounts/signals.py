"""Announcements of accounts."""

from django.dispatch import Signal

# Key: user_id. The person's name and address are gone already; what they gave to others stays.
account_closed = Signal()

# Key: user_id. An administrator suspended the account; it is inactive already.
account_suspended = Signal()
# Keys: blocker_id, blocked_id. Whoever hears of it tells nobody.
person_blocked = Signal()
# Key: user_id. The person asked to have their account closed: what binds others ends now, the rest with the account.
account_leaving = Signal()
# Key: user_id. The person has lost a role of the staff, and sees no longer what came with it.
role_revoked = Signal()
