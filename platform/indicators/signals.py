"""What indicators announce."""

from django.dispatch import Signal

# release_id: figures of a release are shown to everyone.
release_published = Signal()
