"""The notification kinds of submissions."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

_HANDLED = _("you are the editor of this submission")
_AUTHOR = _("you submitted this work")
_REVIEWER = _("an editor asked you to review this work")

SUBMITTED = Kind(
    "submissions.submitted",
    "submissions",
    _("New submission: %(target)s"),
    _("you work at the editors’ desk"),
    Channel.DIGEST,
)
RESUBMITTED = Kind(
    "submissions.resubmitted",
    "submissions",
    _("Submitted again after changes: %(target)s"),
    _HANDLED,
    Channel.MAIL,
)
ASSIGNED = Kind(
    "submissions.assigned",
    "submissions",
    _("You are now the editor of: %(target)s"),
    _HANDLED,
    Channel.MAIL,
)
WITHDRAWN = Kind(
    "submissions.withdrawn",
    "submissions",
    _("Withdrawn by its author: %(title)s"),
    _HANDLED,
    Channel.INBOX,
)
REVIEW_INVITED = Kind(
    "submissions.review_invited",
    "submissions",
    _("Can you review “%(target)s” by %(due)s?"),
    _REVIEWER,
    Channel.MAIL,
)
REVIEW_ANSWERED = Kind(
    "submissions.review_answered",
    "submissions",
    _("%(reviewer)s %(answer)s: %(target)s"),
    _HANDLED,
    Channel.DIGEST,
)
REVIEW_DELIVERED = Kind(
    "submissions.review_delivered",
    "submissions",
    _("Review submitted: %(target)s"),
    _HANDLED,
    Channel.MAIL,
)
REVIEW_CANCELLED = Kind(
    "submissions.review_cancelled",
    "submissions",
    _("Your review is no longer needed: %(target)s"),
    _REVIEWER,
    Channel.MAIL,
)
REVIEW_REMINDER = Kind(
    "submissions.review_reminder",
    "submissions",
    _("Your review is due by %(due)s: %(target)s"),
    _REVIEWER,
    Channel.MAIL,
)
REVIEW_LATE = Kind(
    "submissions.review_late",
    "submissions",
    _("A review is more than a week late: %(target)s"),
    _HANDLED,
    Channel.DIGEST,
)
# Authors asked for this answer, so they cannot switch it off.
CHANGES_REQUESTED = Kind(
    "submissions.changes_requested",
    "submissions",
    _("The editor asks for changes: %(target)s"),
    _AUTHOR,
    Channel.MAIL,
    can_be_off=False,
)
CHANGES_REMINDER = Kind(
    "submissions.changes_reminder",
    "submissions",
    _("Your editor is waiting for your changes: %(target)s"),
    _AUTHOR,
    Channel.MAIL,
)
ACCEPTED = Kind(
    "submissions.accepted",
    "submissions",
    _("Accepted, and now in the library: %(target)s"),
    _AUTHOR,
    Channel.MAIL,
    can_be_off=False,
)
DECLINED = Kind(
    "submissions.declined",
    "submissions",
    _("Not accepted: %(target)s"),
    _AUTHOR,
    Channel.MAIL,
    can_be_off=False,
)
CO_AUTHOR_DENIED = Kind(
    "submissions.co_author_denied",
    "submissions",
    _("%(name)s says they are not an author of: %(title)s"),
    _("you are an author or the editor of this submission"),
    Channel.MAIL,
)
LEARNING_PLACED = Kind(
    "submissions.learning_placed",
    "submissions",
    _("What you learnt is now shown where others look for it: %(work)s"),
    _("you are an author of this work"),
    Channel.MAIL,
)
LEARNING_IN_LESSON = Kind(
    "submissions.learning_in_lesson",
    "submissions",
    _("An editor put a case study beside the lesson “%(lesson)s” of “%(course)s”: %(work)s"),
    _("you facilitate this course"),
    Channel.DIGEST,
)
