"""Who may do what with submissions and reviews. Which moves a state allows is said in ``states``.

The views ask the rules; the actions check again under a lock. Which rule guards which move:

- ``submissions.edit``: submit (``views/drafts.py``, in ``find_draft``), withdraw (``views/authors.py``);
- ``submissions.claim``: claim; ``submissions.assign``: assign (``views/editors.py``; their actions check the editor
  themselves, in ``actions/assignment.py``);
- ``submissions.handle``: release, start_review, request_changes, accept, decline (``views/editors.py``; their
  actions call ``lock_handled``), and cancel, of a review;
- ``submissions.triage``: finish, leave_out, set_aside, reopen, of what was learnt (``views/learnt.py``; their actions
  check the editor again, in ``actions/placing.py``);
- ``submissions.review``: agree, refuse and deliver, of a review (``views/reviews.py``).

When an account is closed, ``actions/leaving.py`` makes moves without asking a rule.

Conflicts of interest: whoever wrote a work is refused as its editor and reviewer (``has_conflict`` below), an editor as
the reviewer of what they invite for (``actions/reviews.py``). Of other ties editors are only warned
(``reviewer_suggestions.py``, which asks every part by ``accounts.conflicts_of_interest``).
"""

from accounts.roles import Role
from core.permissions import rule
from core.types import Person
from submissions.models import CoAuthor, Review, Submission
from submissions.models.submissions import is_editor


@rule("submissions.start")
def may_start(user: Person, _thing: object = None) -> bool:
    return user.is_authenticated


@rule("submissions.edit")
def may_edit(user: Person, submission: Submission) -> bool:
    """Write, send in, withdraw, delete: the author alone."""
    return user.is_authenticated and submission.author_id == user.pk


@rule("submissions.use_desk")
def may_use_desk(user: Person, _thing: object = None) -> bool:
    return is_editor(user)


@rule("submissions.do_reviews")
def may_do_reviews(user: Person, _thing: object = None) -> bool:
    """Reviewers have a list of the reviews they are asked for."""
    return user.is_authenticated and user.has_role(Role.REVIEWER)


@rule("submissions.claim")
def may_claim(user: Person, submission: Submission) -> bool:
    """Any editor but the author takes up what nobody has; what someone has stays with them."""
    if not is_editor(user) or not user.is_authenticated:
        return False
    return submission.author_id != user.pk and submission.editor_id in (None, user.pk)


@rule("submissions.handle")
def may_handle(user: Person, submission: Submission) -> bool:
    """Screen, ask reviewers, decide: its editor."""
    return user.is_authenticated and submission.editor_id == user.pk and is_editor(user)


@rule("submissions.assign")
def may_assign(user: Person, submission: Submission) -> bool:
    """Give the work to an editor: its own editor; anyone at the desk while it has none."""
    if not user.is_authenticated or not is_editor(user) or submission.author_id == user.pk:
        return False
    return submission.editor_id in (None, user.pk)


@rule("submissions.triage")
def may_triage(user: Person, submission: Submission) -> bool:
    """Place what was learnt in a published work: every editor but those who wrote it."""
    return is_editor(user) and not has_conflict(user, submission)


@rule("submissions.review")
def may_review(user: Person, review: Review) -> bool:
    return user.is_authenticated and review.reviewer_id == user.pk


def has_conflict(user: Person, submission: Submission) -> bool:
    """Tell whether this person wrote the work, alone or with others. No role lifts this."""
    if not user.is_authenticated or submission.author_id == user.pk:
        return True
    return CoAuthor.objects.named(user).filter(submission=submission).exists()
