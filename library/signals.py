"""Announcements of the library."""

from django.dispatch import Signal

# Key: record_id. The first version of a record can be read.
record_published = Signal()

# Key: record_id. A record has a new version.
version_deposited = Signal()

# Key: text. Someone searched for it without filters, and the library has nothing.
nothing_found = Signal()

# Keys: record_id, kind, thing, who (a pseudonym of the day), at. A reader had something of a record.
record_used = Signal()
