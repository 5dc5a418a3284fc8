"""The work of learners: drafts, what they handed in, their files, and how graders and other learners judged it."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models.assignments import Criterion
from courses.models.cohorts import Cohort
from courses.models.content import Course, Lesson, is_author_of_all
from courses.models.learning import Enrolment
from courses.states import EnrolmentState, HandInState

MOST_FILES = 5
LONGEST_WORK = 40_000


class AssignmentDraft(models.Model):
    """What a learner is writing for an assignment. It stays when it is handed in, for the case that it comes back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], name="assignment_draft_one_a_lesson"
            ),
        ]

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="assignment_drafts"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=LONGEST_WORK, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.lesson.title


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own, and those that this person may grade or look at."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(enrolment__user=user) | Q(pk__in=HandIn.objects.gradable_by(user)))

    def gradable_by(self, user: Person) -> Self:
        """Return what learners of this person's courses and cohorts handed in, but nothing of their own."""
        if not user.is_authenticated:
            return self.none()
        others = self.exclude(enrolment__user=user)
        if is_author_of_all(user):
            return others
        courses = Course.objects.facilitated_by(user).values("pk")
        cohorts = Cohort.objects.facilitated_by(user).values("pk")
        return others.filter(
            Q(enrolment__release__course__in=courses) | Q(enrolment__cohort__in=cohorts)
        )

    def waiting(self) -> Self:
        """Return what waits for a grader, of people who have not left; what other learners review is not with them yet."""
        waiting = self.filter(state=HandInState.WAITING, is_with_peers=False)
        return waiting.exclude(enrolment__state=EnrolmentState.LEFT)

    def with_peers(self) -> Self:
        """Return what other learners review, of people who have not left."""
        reviewed = self.filter(state=HandInState.WAITING, is_with_peers=True)
        return reviewed.exclude(enrolment__state=EnrolmentState.LEFT)

    def newest(self) -> Self:
        """Return the last hand-in of each learner and lesson."""
        later = HandIn.objects.filter(
            enrolment=OuterRef("enrolment"),
            lesson=OuterRef("lesson"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(later))

    def oldest_first(self) -> Self:
        return self.order_by("handed_in_at", "pk")


class HandIn(models.Model):
    """What a learner handed in, as it was then. Whoever may hand in again makes another one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "number"], name="hand_in_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "form_key"], name="hand_in_handed_in_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                condition=Q(state=HandInState.WAITING),
                name="hand_in_one_waits",
            ),
            only_choices("state", HandInState.values, name="hand_in_state_known"),
            models.CheckConstraint(
                condition=Q(is_with_peers=False)
                | Q(state=HandInState.WAITING, peers_until__isnull=False),
                name="hand_in_is_with_peers_until_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_in_at"], name="hand_in_queue")]

    State = HandInState

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="hand_ins")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    form_key = models.UUIDField()
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"))
    state = models.CharField(max_length=10, choices=HandInState, default=HandInState.WAITING)
    feedback = models.TextField(_("feedback"), blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(_("out of"), null=True, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    graded_at = models.DateTimeField(null=True, blank=True)
    # Whether other learners review it, and until when; then it goes to the facilitators.
    is_with_peers = models.BooleanField(default=False, db_default=False, editable=False)
    peers_until = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts the decisions, so that two graders do not write over each other.
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = HandInQuerySet.as_manager()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        """Return where its learner reads it; load ``lesson__module__release__course`` with it."""
        return f"{self.lesson.get_absolute_url()}#hand-in-{self.pk}"

    @property
    def grading_address(self) -> str:
        return reverse("courses:hand_in_grade", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == HandInState.WAITING


class HandInFileQuerySet(models.QuerySet["HandInFile"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own files, and those of hand-ins that this person may grade or, while they learn, was given to review."""
        if not user.is_authenticated:
            return self.none()
        graded = HandIn.objects.gradable_by(user).values("pk")
        handed_in = HandInFile.hand_ins.through.objects.filter(handin__in=graded).values(
            "handinfile"
        )
        given = PeerReview.objects.written_by(user).by_who_is_here()
        reviewed = given.values("hand_in")
        for_review = HandInFile.hand_ins.through.objects.filter(handin__in=reviewed)
        return self.filter(
            Q(draft__enrolment__user=user)
            | Q(pk__in=handed_in)
            | Q(pk__in=for_review.values("handinfile"))
        )

    def in_draft(self) -> Self:
        """Return files that go with the next hand-in."""
        return self.filter(is_in_draft=True).order_by("pk")


class HandInFile(models.Model):
    """A file of a learner's work. Its content is checked before it is kept; ``name`` is what readers see of it."""

    class Meta:
        constraints = [not_blank("name", name="hand_in_file_has_a_name")]

    draft = models.ForeignKey(AssignmentDraft, on_delete=models.PROTECT, related_name="files")
    hand_ins = models.ManyToManyField(HandIn, related_name="files")
    is_in_draft = models.BooleanField(default=True)
    name = models.CharField(_("name"), max_length=200)
    content = models.FileField(_("file"), upload_to="courses/hand-ins/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    objects = HandInFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("courses:hand_in_file", args=[self.pk])


class CriterionMark(models.Model):
    """The points and words that a hand-in got for one criterion."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_in", "criterion"], name="criterion_marked_once"),
        ]

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=2_000, blank=True)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"

    @property
    def level(self) -> str:
        """Return the words of the level; load ``criterion`` with it."""
        words = (words for points, words in self.criterion.levels if points == self.points)
        return next(words, "")


class PeerReviewQuerySet(models.QuerySet["PeerReview"]):
    def written_by(self, user: Person) -> Self:
        """Return the reviews that this person was given to write."""
        return self.filter(reviewer__user=user) if user.is_authenticated else self.none()

    def by_who_is_here(self) -> Self:
        """Return those whose writer has not left the course. Whoever has reads no work of others any more."""
        return self.exclude(reviewer__state=EnrolmentState.LEFT)

    def visible_to(self, user: Person) -> Self:
        """Return those one writes or wrote and has not left, those of one's own work once they may be read, and those of work one grades."""
        if not user.is_authenticated:
            return self.none()
        graded = HandIn.objects.gradable_by(user).values("pk")
        received = Q(hand_in__enrolment__user=user) & _shown()
        written = PeerReview.objects.written_by(user).by_who_is_here().values("pk")
        return self.filter(Q(pk__in=written) | received | Q(hand_in__in=graded))

    def done(self) -> Self:
        """Return reviews that were sent and count."""
        return self.filter(done_at__isnull=False, set_aside_at=None)

    def taking_a_turn(self, at: dt.datetime) -> Self:
        """Return those that were sent, and those whose time is not over: so many does a work have or expect."""
        return self.filter(Q(done_at__isnull=False) | Q(due_at__gt=at), set_aside_at=None)

    def shown_to_learner(self) -> Self:
        """Return reviews that the learner may read: all together, once the work is no longer with others."""
        return self.done().filter(_shown()).order_by("done_at", "pk")


def _shown() -> Q:
    return Q(done_at__isnull=False, set_aside_at=None, hand_in__is_with_peers=False)


class PeerReview(models.Model):
    """One learner judges the work of another one by its rubric. Neither of the two reads the name of the other."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hand_in", "reviewer"], name="peer_review_once_a_reviewer"
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "done_at"], name="peer_review_of_reviewer")]

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="peer_reviews")
    reviewer = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="peer_reviews_given"
    )
    given_at = models.DateTimeField(_("assigned"))
    due_at = models.DateTimeField(_("due"))
    # Points and words by the key of the criterion, as text: {"7": [4, "Well asked."]}.
    marks = models.JSONField(default=dict)
    feedback = models.TextField(_("feedback"), blank=True)
    done_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # What the learner whose work it is about says is wrong with it.
    report = models.TextField(_("what is wrong with it"), max_length=2_000, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    # A facilitator found that it must not count.
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = PeerReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.hand_in)

    def get_absolute_url(self) -> str:
        return reverse("courses:peer_review", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def points(self) -> int:
        """Return the sum of the points."""
        return sum(points or 0 for points, _words in self.marks.values())
