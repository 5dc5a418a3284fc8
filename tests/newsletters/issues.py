"""Acts on an issue of the newsletter that several tests begin with."""

from demo.factories.library import RecordFactory
from demo.factories.newsletters import IssueItemFactory
from library.catalogue.models import Record
from newsletters.actions.sending import send_issue


def sent(issue, at):
    """Send an issue at this moment, with an item when it has none."""
    if not issue.items.exists():
        IssueItemFactory(issue=issue)
    issue.refresh_from_db()
    return send_issue(issue=issue, by=issue.created_by, seen=issue.edit_number, at=at)


def a_record(at, **fields):
    """Return a record that came into the library at this moment."""
    record = RecordFactory(**fields)
    Record.objects.filter(pk=record.pk).update(published_at=at)
    return record
