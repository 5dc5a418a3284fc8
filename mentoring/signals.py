"""What this app announces."""

from django.dispatch import Signal

# Keys: request_id. A mentor was asked.
mentor_requested = Signal()
# Keys: match_id. A mentor accepted; the agreement waits for its signatures.
match_made = Signal()
# Keys: match_id. Both have signed.
match_started = Signal()
# Keys: session_id.
session_held = Signal()
# Keys: match_id.
match_ended = Signal()
