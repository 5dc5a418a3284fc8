"""Who may do what in mentoring."""

from typing import TypeGuard

from accounts.models import User
from accounts.reader_facts import fact_of
from core.permissions import rule
from core.types import Person
from mentoring.models import Match, MentoringRequest, MentorProfile, MentorSearch, Note
from mentoring.models.mentors import STAFF_ROLES


def _is_signed_in(user: Person) -> TypeGuard[User]:
    return user.is_authenticated


@rule("mentoring.coordinate")
def may_coordinate(user: Person, thing: object = None) -> bool:
    """Coordinators and administrators decide on offers and look after waiting people."""
    return _is_signed_in(user) and any(user.has_role(role) for role in STAFF_ROLES)


@rule("mentoring.use_desk")
def may_use_desk(user: Person, _thing: object = None) -> bool:
    """Mentors whose offer was approved, also while they take nobody new."""
    if not user.is_authenticated:
        return False
    known = fact_of(user, "is_mentor")
    return MentorProfile.objects.approved().filter(user=user).exists() if known is None else known


@rule("mentoring.ask")
def may_ask(user: Person, profile: MentorProfile) -> bool:
    """Anyone signed in, except the mentor themself."""
    return user.is_authenticated and profile.user_id != user.pk


@rule("mentoring.change_profile")
def may_change_profile(user: Person, profile: MentorProfile) -> bool:
    return user.is_authenticated and profile.user_id == user.pk


@rule("mentoring.answer")
def may_answer(user: Person, request: MentoringRequest) -> bool:
    return user.is_authenticated and request.mentor_id == user.pk


@rule("mentoring.withdraw")
def may_withdraw(user: Person, request: MentoringRequest) -> bool:
    return user.is_authenticated and request.mentee_id == user.pk


@rule("mentoring.take_part")
def may_take_part(user: Person, match: Match) -> bool:
    """Tell whether this is one of the two of the match, who sign, set goals, book, write, pause and end."""
    return user.is_authenticated and user.pk in {match.mentor_id, match.mentee_id}


@rule("mentoring.share_progress", is_strict=True)
def may_share_progress(user: Person, match: Match) -> bool:
    """Let only the mentee decide whether the mentor sees how they do in their courses."""
    return user.is_authenticated and match.mentee_id == user.pk


@rule("mentoring.see_progress", is_strict=True)
def may_see_progress(user: Person, match: Match) -> bool:
    """Show it to the mentee, and to the mentor while the two work together and the mentee shares it."""
    if not user.is_authenticated or user.pk not in {match.mentor_id, match.mentee_id}:
        return False
    return user.pk == match.mentee_id or (match.is_working and match.progress_shared_at is not None)


@rule("mentoring.close_search")
def may_close_search(user: Person, search: MentorSearch) -> bool:
    """Let the learner stop the search for a mentor, and coordinators."""
    return user.is_authenticated and (search.mentee_id == user.pk or may_coordinate(user, search))


@rule("mentoring.change_note")
def may_change_note(user: Person, note: Note) -> bool:
    return user.is_authenticated and note.author_id == user.pk
