"""Suggested reviewers, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.conflicts_of_interest import people_in_conflict_with
from accounts.models import User
from accounts.roles import Role
from core.queries.counting import number_of
from library.vocabularies.models import TopicInterest
from submissions.models import CoAuthor, Review, Submission
from submissions.states import OPEN_REVIEW, ReviewState

_MOST = 20


@dataclass
class ReviewerSuggestion:
    """A suggested reviewer, with reasons for and against."""

    person: User
    reasons: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.person.full_name}: {'; '.join(self.reasons)}"


def suggest_reviewers(
    submission: Submission, *, by: User, text: str = ""
) -> list[ReviewerSuggestion]:
    """Return at most twenty people to ask, the likeliest first, in a few queries whatever their number.

    Reviewers of the institute and people who follow a topic of the work. Never its authors, its editor or
    those already asked about this revision. ``text`` narrows by name.
    """
    topics = {topic.pk: topic.label for topic in submission.topics.all()}
    follows = TopicInterest.objects.filter(user=OuterRef("pk"), topic__in=topics)
    reviews = Review.objects.filter(reviewer=OuterRef("pk"))
    is_reviewer = User.groups.through.objects.filter(user=OuterRef("pk"), group__name=Role.REVIEWER)
    people = (
        _eligible(submission, by)
        .filter(full_name__icontains=text)
        .annotate(
            is_reviewer=Exists(is_reviewer),
            topic_count=number_of(follows, by="user"),
            open_count=number_of(reviews.filter(state__in=OPEN_REVIEW), by="reviewer"),
            delivered_count=number_of(reviews.filter(state=ReviewState.DELIVERED), by="reviewer"),
        )
        .filter(Q(is_reviewer=True) | Exists(follows))
        .select_related("profile")
        .order_by("-topic_count", "-is_reviewer", "open_count", "full_name", "pk")[:_MOST]
    )
    chosen = list(people)
    shared = _topics_followed(chosen, topics)
    colleagues_of = _organisation_of(submission.author)
    close = people_in_conflict_with(submission.author)
    suggestions = [
        ReviewerSuggestion(p, _reasons(p, shared.get(p.pk, []), colleagues_of)) for p in chosen
    ]
    for suggestion in suggestions:
        if suggestion.person.pk in close:
            # How they work together stays private: that they do is enough to choose somebody else.
            suggestion.reasons.append(_("possible conflict: works closely with the author"))
    return suggestions


def _eligible(submission: Submission, editor: User) -> QuerySet[User]:
    latest = submission.revisions.order_by("-number").values("pk")[:1]
    asked = Review.objects.filter(reviewer=OuterRef("pk"), revision__in=latest)
    named = CoAuthor.objects.filter(submission=submission).filter(
        Q(user=OuterRef("pk")) | Q(email__iexact=OuterRef("email"))
    )
    return (
        User.objects.open()
        .exclude(pk__in=[submission.author_id, editor.pk, submission.editor_id or 0])
        .filter(~Exists(asked), ~Exists(named))
    )


def _topics_followed(people: Sequence[User], topics: dict[int, str]) -> dict[int, list[str]]:
    shared: dict[int, list[str]] = {}
    pairs = TopicInterest.objects.filter(user__in=people, topic__in=topics)
    for user, topic in pairs.order_by("topic__label").values_list("user", "topic"):
        shared.setdefault(user, []).append(topics[topic])
    return shared


def _organisation_of(author: User) -> int | None:
    profile = getattr(author, "profile", None)
    return profile.organisation_id if profile else None


def _reasons(person: User, topics: list[str], authors_organisation: int | None) -> list[str]:
    reasons = []
    if topics:
        reasons.append(_("follows %(topics)s") % {"topics": ", ".join(topics)})
    if person.is_reviewer:  # type: ignore[attr-defined]
        reasons.append(_("reviewer of the institute"))
    done, running = person.delivered_count, person.open_count  # type: ignore[attr-defined]
    if done:
        reasons.append(
            ngettext("%(n)d review submitted", "%(n)d reviews submitted", done) % {"n": done}
        )
    if running:
        reasons.append(
            ngettext("%(n)d review open now", "%(n)d reviews open now", running) % {"n": running}
        )
    profile = getattr(person, "profile", None)
    if authors_organisation and profile and profile.organisation_id == authors_organisation:
        reasons.append(_("possible conflict: same organisation as the author"))
    return reasons
