"""Who may still open what courses tell people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from courses.event_audiences import events_of_learners
from courses.kinds import (
    ATTEMPT_ASKED,
    ATTEMPTS_GIVEN,
    CERTIFICATE_REVOKED,
    COHORT_CANCELLED,
    COHORT_CHANGED,
    COHORT_GIVEN,
    COHORT_LEFT,
    COHORT_MESSAGE,
    COHORT_PLACE,
    COHORT_TAKEN,
    COURSE_COMPLETED,
    COURSE_GIVEN,
    COURSE_INVITED,
    DEADLINE_SHIFTED,
    GRADE_CHANGED,
    LESSON_CORRECTED,
    LESSON_TICKED,
    ORGANISATION_PLACES,
    ORGANISATION_PLACES_ENDED,
    OUTCOME_DUE,
    PROGRAMME_CERTIFICATE_REVOKED,
    PROGRAMME_COMPLETED,
    REGRADE_UNDONE,
    REGRADED,
    REQUIREMENT_CHANGED,
    REVIEW_ASKED,
    REVIEW_DECIDED,
    REVIEW_REPORTED,
    REVIEW_WITHDRAWN,
    SESSIONS_PUBLISHED,
    WORK_ACCEPTED,
    WORK_RETURNED,
    WORK_TO_REVIEW,
)
from courses.models import (
    ActionPlan,
    AttemptRequest,
    Authorship,
    Certificate,
    Cohort,
    CohortMessage,
    Correction,
    Course,
    DeadlineShift,
    DraftReview,
    Enrolment,
    ExtraAttempts,
    HandIn,
    Lesson,
    OrganisationPlaces,
    PeerReview,
    ProgrammeCertificate,
    Regrade,
    RequirementChange,
    StaffTick,
    WaitingPlace,
)
from courses.models.content import AUTHOR_ROLES
from courses.models.grades import GradeChange
from courses.states import (
    GONE,
    LISTED_ENTRIES,
    CertificateState,
    CourseState,
    DraftReviewState,
    EnrolmentState,
    HandInState,
)
from events.models import Event
from events.states import EventState
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")


@may_open(COURSE_COMPLETED, CERTIFICATE_REVOKED)
def own_certificates() -> QuerySet[Certificate]:
    """Describe the reader's own certificates."""
    return Certificate.objects.filter(enrolment__user=_READER)


@is_current(COURSE_COMPLETED)
def valid_certificates(moment: dt.datetime) -> QuerySet[Certificate]:
    """Describe certificates that were not revoked."""
    return Certificate.objects.exclude(state=CertificateState.REVOKED)


@may_open(PROGRAMME_COMPLETED, PROGRAMME_CERTIFICATE_REVOKED)
def own_programme_certificates() -> QuerySet[ProgrammeCertificate]:
    """Describe the reader's own certificates of programmes."""
    return ProgrammeCertificate.objects.filter(completion__user=_READER)


@is_current(PROGRAMME_COMPLETED)
def valid_programme_certificates(moment: dt.datetime) -> QuerySet[ProgrammeCertificate]:
    """Describe certificates of programmes that were not revoked."""
    return ProgrammeCertificate.objects.exclude(state=CertificateState.REVOKED)


@may_open(OUTCOME_DUE)
def own_plans() -> QuerySet[ActionPlan]:
    """Describe the reader's own action plans."""
    return ActionPlan.objects.filter(owner=_READER)


@is_current(OUTCOME_DUE)
def finished_plans(moment: dt.datetime) -> QuerySet[ActionPlan]:
    """Describe plans that are finished."""
    return ActionPlan.objects.finished()


@may_open(ATTEMPT_ASKED)
def requests_of_learners() -> QuerySet[AttemptRequest]:
    """Describe requests in the courses and cohorts that the reader facilitates; those of all courses for staff."""
    roles = User.groups.through.objects.filter(user=OuterRef(_READER), group__name__in=AUTHOR_ROLES)
    named = Course.facilitators.through.objects.filter(
        user=OuterRef(_READER), course=OuterRef("enrolment__release__course")
    )
    of_cohort = Cohort.facilitators.through.objects.filter(
        user=OuterRef(_READER), cohort=OuterRef("enrolment__cohort")
    )
    return AttemptRequest.objects.filter(Exists(roles) | Exists(named) | Exists(of_cohort))


@is_current(ATTEMPT_ASKED)
def waiting_requests(moment: dt.datetime) -> QuerySet[AttemptRequest]:
    """Describe requests that nobody has answered."""
    return AttemptRequest.objects.waiting()


@may_open(ATTEMPTS_GIVEN)
def own_extra_attempts() -> QuerySet[ExtraAttempts]:
    """Describe what the reader was given."""
    return ExtraAttempts.objects.filter(enrolment__user=_READER)


@may_open(LESSON_CORRECTED)
def corrections_of_own_lessons() -> QuerySet[Correction]:
    """Describe corrections in releases that the reader learns in, has completed or moved on from."""
    places = Enrolment.objects.exclude(state=EnrolmentState.LEFT).filter(
        user=OuterRef(_READER), release=OuterRef("lesson__module__release")
    )
    return Correction.objects.filter(Exists(places))


@may_open(REGRADED, REGRADE_UNDONE)
def regrades_of_own_quizzes() -> QuerySet[Regrade]:
    """Describe regrades in releases that the reader learns in, has completed or moved on from."""
    places = Enrolment.objects.exclude(state=EnrolmentState.LEFT).filter(
        user=OuterRef(_READER), release=OuterRef("question__lesson__module__release")
    )
    return Regrade.objects.filter(Exists(places))


@may_open(REQUIREMENT_CHANGED)
def changes_of_own_requirements() -> QuerySet[RequirementChange]:
    """Describe changes in releases that the reader learns in, has completed or moved on from."""
    places = Enrolment.objects.exclude(state=EnrolmentState.LEFT).filter(
        user=OuterRef(_READER), release=OuterRef("lesson__module__release")
    )
    return RequirementChange.objects.filter(Exists(places))


@may_open(COHORT_CHANGED, COHORT_PLACE)
def cohorts_of_learners() -> QuerySet[Cohort]:
    """Describe cohorts in which the reader learns or has completed the course."""
    return Cohort.objects.filter(Exists(_places_in_cohort()))


@may_open(COHORT_CANCELLED)
def cohorts_of_learners_and_those_who_wait() -> QuerySet[Cohort]:
    """Describe cohorts in which the reader learns or has completed the course, or is on the waiting list."""
    waiting = WaitingPlace.objects.filter(user=OuterRef(_READER), cohort=OuterRef("pk"))
    return Cohort.objects.filter(Exists(_places_in_cohort()) | Exists(waiting))


@may_open(COHORT_LEFT)
def courses_of_learners() -> QuerySet[Course]:
    """Describe courses in which the reader learns or has learnt."""
    places = Enrolment.objects.filter(user=OuterRef(_READER), release__course=OuterRef("pk"))
    return Course.objects.filter(Exists(places))


@may_open(COHORT_GIVEN)
def cohorts_with_my_name() -> QuerySet[Cohort]:
    """Describe cohorts that name the reader as a facilitator."""
    named = Cohort.facilitators.through.objects.filter(
        user=OuterRef(_READER), cohort=OuterRef("pk")
    )
    return Cohort.objects.filter(Exists(named))


@may_open(COHORT_TAKEN, ORGANISATION_PLACES_ENDED)
def courses_on_offer() -> QuerySet[Course]:
    """Describe published courses, whose pages are for everyone."""
    return Course.objects.published()


@may_open(DEADLINE_SHIFTED)
def own_shifts() -> QuerySet[DeadlineShift]:
    """Describe what was shifted for the reader in a cohort in which they still are."""
    shifts = DeadlineShift.objects.filter(
        enrolment__user=_READER, enrolment__cohort=F("deadline__cohort")
    )
    return shifts.exclude(enrolment__state__in=sorted(GONE))


@may_open(COHORT_MESSAGE)
def messages_to_reader() -> QuerySet[CohortMessage]:
    """Describe what facilitators wrote to the reader, as long as they may open the page of the cohort."""
    listed = Q(
        cohort__entry__in=sorted(LISTED_ENTRIES),
        cohort__release__course__state=CourseState.PUBLISHED,
    )
    here = Exists(_places_in_cohort("cohort"))
    return CohortMessage.objects.filter(listed | here, recipients=_READER)


@may_open(LESSON_TICKED)
def own_ticks() -> QuerySet[StaffTick]:
    """Describe lessons that were counted as done for the reader."""
    return StaffTick.objects.filter(enrolment__user=_READER)


def _places_in_cohort(cohort: str = "pk") -> QuerySet[Enrolment]:
    places = Enrolment.objects.filter(user=OuterRef(_READER), cohort=OuterRef(cohort))
    return places.exclude(state__in=sorted(GONE))


@may_open(WORK_RETURNED, WORK_ACCEPTED)
def own_hand_ins() -> QuerySet[HandIn]:
    """Describe what the reader handed in."""
    return HandIn.objects.filter(enrolment__user=_READER)


@is_current(WORK_RETURNED)
def returned_work(moment: dt.datetime) -> QuerySet[HandIn]:
    """Describe work that is still to be changed: neither accepted since, nor handed in again."""
    return HandIn.objects.newest().filter(state=HandInState.RETURNED)


@may_open(SESSIONS_PUBLISHED)
def sessions_of_own_cohorts() -> QuerySet[Event]:
    """Describe live sessions of cohorts in which the reader learns."""
    return Event.objects.exclude(state=EventState.DRAFT).filter(
        pk__in=events_of_learners(OuterRef(_READER))
    )


@is_current(SESSIONS_PUBLISHED)
def sessions_ahead(moment: dt.datetime) -> QuerySet[Event]:
    """Describe sessions that take place and are not over."""
    return Event.objects.published().filter(ends_at__gt=moment)


@may_open(WORK_TO_REVIEW)
def assignments_of_own_courses() -> QuerySet[Lesson]:
    """Describe lessons of releases in which the reader learns, or has completed the course."""
    places = Enrolment.objects.not_left().filter(
        user=OuterRef(_READER), release=OuterRef("module__release")
    )
    return Lesson.objects.filter(Exists(places))


@may_open(REVIEW_REPORTED)
def reported_reviews() -> QuerySet[PeerReview]:
    """Describe reviews in the courses and cohorts that the reader facilitates; those of all courses for staff."""
    roles = User.groups.through.objects.filter(user=OuterRef(_READER), group__name__in=AUTHOR_ROLES)
    named = Course.facilitators.through.objects.filter(
        user=OuterRef(_READER), course=OuterRef("hand_in__enrolment__release__course")
    )
    of_cohort = Cohort.facilitators.through.objects.filter(
        user=OuterRef(_READER), cohort=OuterRef("hand_in__enrolment__cohort")
    )
    return PeerReview.objects.filter(Exists(roles) | Exists(named) | Exists(of_cohort))


@is_current(REVIEW_REPORTED)
def reviews_that_count(moment: dt.datetime) -> QuerySet[PeerReview]:
    """Describe reviews that nobody has set aside."""
    return PeerReview.objects.filter(set_aside_at=None)


def _roles(course: str) -> Q:
    """Return the condition that the reader has a part in writing the course: staff, facilitator, or a role they accepted."""
    staff = User.groups.through.objects.filter(user=OuterRef(_READER), group__name__in=AUTHOR_ROLES)
    named = Course.facilitators.through.objects.filter(
        user=OuterRef(_READER), course=OuterRef(course)
    )
    mine = Authorship.objects.accepted().filter(user=OuterRef(_READER), course=OuterRef(course))
    return Q(Exists(staff)) | Q(Exists(named)) | Q(Exists(mine))


@may_open(COURSE_INVITED)
def own_authorships() -> QuerySet[Authorship]:
    """Describe the reader's roles in writing courses; one that was taken away is gone."""
    return Authorship.objects.filter(user=_READER)


@is_current(COURSE_INVITED)
def open_invitations_to_write(moment: dt.datetime) -> QuerySet[Authorship]:
    """Describe invitations that wait for an answer."""
    return Authorship.objects.filter(accepted_at=None)


@may_open(COURSE_GIVEN, REVIEW_WITHDRAWN)
def courses_written() -> QuerySet[Course]:
    """Describe courses in whose writing the reader has a part."""
    return Course.objects.filter(_roles("pk"))


@may_open(REVIEW_ASKED, REVIEW_DECIDED)
def reviews_of_own_courses() -> QuerySet[DraftReview]:
    """Describe reviews of drafts in whose writing the reader still has a part."""
    return DraftReview.objects.filter(_roles("release__course"))


@is_current(REVIEW_ASKED)
def waiting_reviews(moment: dt.datetime) -> QuerySet[DraftReview]:
    """Describe reviews that are not decided, of drafts that are not published."""
    return DraftReview.objects.filter(state=DraftReviewState.WAITING, release__published_at=None)


@may_open(ORGANISATION_PLACES)
def places_of_organisations() -> QuerySet[OrganisationPlaces]:
    """Describe places that the reader hands out."""
    return OrganisationPlaces.objects.filter(representative=_READER)


@may_open(GRADE_CHANGED)
def changes_of_own_grades() -> QuerySet[GradeChange]:
    """Describe changes of the reader's own grades in courses that they have not left."""
    return GradeChange.objects.filter(enrolment__user=_READER).exclude(
        enrolment__state=EnrolmentState.LEFT
    )
