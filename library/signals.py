"""What this app announces."""

from django.dispatch import Signal

# Key: record_id. The first version of a record can be read.
record_published = Signal()

# Key: text. Someone searched for it without filters, and the library has nothing.
nothing_found = Signal()
