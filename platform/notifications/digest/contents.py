"""What is in a summary: what waits in the inbox, and the sections of all parts. For many readers at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.digest.sections import Line, Reader, Sections, sections_for, whole_period
from notifications.kinds import Channel, all_kinds
from notifications.models import DigestIssue, Notification, Preference

MOST_WAITING = 10


def contents_of(issues: Sequence[DigestIssue]) -> dict[int, Sections]:
    """Return what each issue has to tell, by its key; nothing for closed accounts.

    It takes as many queries for a hundred issues as for one, as far as the sections of the parts do.
    """
    people = User.objects.open().with_roles().in_bulk([issue.user_id for issue in issues])
    chosen = Preference.objects.chosen_by_each(people)
    contents: dict[int, Sections] = {}
    left = [issue for issue in issues if issue.user_id in people]
    while left:
        # Somebody may have two issues that wait, and each reader is asked for once.
        now = {issue.user_id: issue for issue in reversed(left)}
        left = [issue for issue in left if now[issue.user_id] is not issue]
        readers = [Reader(people[pk], issue.since, issue.until) for pk, issue in now.items()]
        found = _contents(readers, chosen)
        contents |= {issue.pk: found[pk] for pk, issue in now.items()}
    return contents


def _contents(
    readers: Sequence[Reader], chosen: Mapping[int, Mapping[str, str]]
) -> dict[int, Sections]:
    quiet = {
        pk: {group for group, channel in channels.items() if channel == Channel.INBOX}
        for pk, channels in chosen.items()
    }
    sections = sections_for(readers, without=quiet)
    waiting = _waiting(readers, chosen)
    return {
        pk: [(_("For you"), lines), *sections[pk]] if (lines := waiting.get(pk)) else sections[pk]
        for pk in sections
    }


def _waiting(
    readers: Sequence[Reader], chosen: Mapping[int, Mapping[str, str]]
) -> dict[int, list[Line]]:
    """Return what is unread and was not mailed yet, without what a person wants in the inbox only."""
    kinds = {kind.name: kind for kind in all_kinds()}
    by_reader = {reader.user.pk: reader for reader in readers}
    since, until = whole_period(readers)
    unread = Notification.objects.unread().filter(
        recipient__in=by_reader, created_at__gte=since, created_at__lt=until, delivery=None
    )
    # The rules of all kinds make a query of 30,000 characters; a hundred readers have news of a dozen.
    news = unread.values_list("kind", flat=True).distinct()
    unread = unread.worth_mailing(until, kinds=set(news))
    waiting: dict[int, list[Line]] = defaultdict(list)
    left_out: Counter[int] = Counter()
    for told in unread.newest_first():
        kind = kinds.get(told.kind)
        if kind is None or not by_reader[told.recipient_id].is_new(told.created_at):
            continue
        choice = chosen.get(told.recipient_id, {}).get(kind.group)
        if kind.channel_for(choice) == Channel.INBOX:
            continue
        lines = waiting[told.recipient_id]
        if len(lines) < MOST_WAITING:
            lines.append(Line(title=told.title, address=told.address, about=told.text))
        else:
            left_out[told.recipient_id] += 1
    for pk, count in left_out.items():
        waiting[pk].append(_more(count))
    return waiting


def _more(count: int) -> Line:
    words = ngettext("%(count)s more in your inbox", "%(count)s more in your inbox", count)
    return Line(title=words % {"count": count}, address=reverse("notifications:inbox"))
