"""The notification kinds of the courses."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

COURSE_COMPLETED = Kind(
    name="courses.completed",
    group="courses",
    title=_("You completed a course. %(target)s"),
    why=_("you completed a course"),
    channel=Channel.MAIL,
)
GRADE_CHANGED = Kind(
    name="courses.grade_changed",
    group="courses",
    title=_("A facilitator changed your grade for “%(target)s” in %(course)s"),
    why=_("you are learning in the course"),
    channel=Channel.INBOX,
)
PROGRAMME_COMPLETED = Kind(
    name="courses.programme_completed",
    group="courses",
    title=_("You completed a programme. %(target)s"),
    why=_("you completed the courses of a programme"),
    channel=Channel.MAIL,
)
PROGRAMME_CERTIFICATE_REVOKED = Kind(
    name="courses.programme_certificate_revoked",
    group="courses",
    title=_("Your certificate was revoked: %(programme)s"),
    why=_("you hold this certificate"),
    channel=Channel.MAIL,
    can_be_off=False,
)
CERTIFICATE_REVOKED = Kind(
    name="courses.certificate_revoked",
    group="courses",
    title=_("Your certificate was revoked: %(course)s"),
    why=_("you hold this certificate"),
    channel=Channel.MAIL,
    can_be_off=False,
)
ATTEMPT_ASKED = Kind(
    name="courses.attempt_asked",
    group="courses",
    title=_("%(learner)s asks for another attempt at “%(target)s”"),
    why=_("you facilitate the course"),
    channel=Channel.MAIL,
)
ATTEMPTS_GIVEN = Kind(
    name="courses.attempts_given",
    group="courses",
    title=_("You can try the quiz “%(target)s” again"),
    why=_("you are learning in the course"),
    channel=Channel.MAIL,
)
LESSON_CORRECTED = Kind(
    name="courses.lesson_corrected",
    group="courses",
    title=_("A lesson you are learning with was corrected: %(target)s"),
    why=_("you are learning in the course"),
)
REGRADED = Kind(
    name="courses.regraded",
    group="courses",
    title=_("Your answers to the quiz “%(target)s” were marked again"),
    why=_("you answered this quiz"),
    channel=Channel.MAIL,
)
REGRADE_UNDONE = Kind(
    name="courses.regrade_undone",
    group="courses",
    title=_("The new marks for the quiz “%(target)s” were undone"),
    why=_("you answered this quiz"),
    channel=Channel.MAIL,
)
REQUIREMENT_CHANGED = Kind(
    name="courses.requirement_changed",
    group="courses",
    title=_("The requirements of your course have changed: %(target)s"),
    why=_("you are learning in the course"),
)
OUTCOME_DUE = Kind(
    name="courses.outcome_due",
    group="courses",
    title=_("Record the outcome of your plan “%(target)s” after %(week)s weeks"),
    why=_("you finished an action plan, and we ask for its outcome after six and twelve weeks"),
    channel=Channel.MAIL,
)
COHORT_CHANGED = Kind(
    name="courses.cohort_changed",
    group="courses",
    title=_("The dates of your cohort have changed: %(target)s, %(course)s"),
    why=_("you are in this cohort"),
    channel=Channel.MAIL,
)
COHORT_CANCELLED = Kind(
    name="courses.cohort_cancelled",
    group="courses",
    title=_("Your cohort was cancelled: %(target)s, %(course)s"),
    why=_("you are in this cohort or on its waiting list"),
    channel=Channel.MAIL,
    can_be_off=False,
)
COHORT_PLACE = Kind(
    name="courses.cohort_place",
    group="courses",
    title=_("You have a place in %(target)s, %(course)s"),
    why=_("you were on the waiting list, or a facilitator added you"),
    channel=Channel.MAIL,
)
COHORT_LEFT = Kind(
    name="courses.cohort_left",
    group="courses",
    title=_("You are no longer in the cohort %(cohort)s of %(target)s"),
    why=_("a facilitator removed you from a cohort"),
    channel=Channel.MAIL,
)
COHORT_GIVEN = Kind(
    name="courses.cohort_given",
    group="courses",
    title=_("You facilitate the cohort %(target)s, %(course)s"),
    why=_("you were named as a facilitator of this cohort"),
    channel=Channel.MAIL,
)
COHORT_TAKEN = Kind(
    name="courses.cohort_taken",
    group="courses",
    title=_("You no longer facilitate the cohort %(cohort)s of %(target)s"),
    why=_("you were a facilitator of this cohort"),
    channel=Channel.MAIL,
)
DEADLINE_SHIFTED = Kind(
    name="courses.deadline_shifted",
    group="courses",
    title=_("You have a new deadline for “%(target)s”"),
    why=_("you are in a cohort of the course"),
    channel=Channel.MAIL,
)
COHORT_MESSAGE = Kind(
    name="courses.cohort_message",
    group="courses",
    title=_("%(person)s wrote to you about %(course)s, %(target)s"),
    why=_("you are in this cohort"),
    channel=Channel.MAIL,
)
LESSON_TICKED = Kind(
    name="courses.lesson_ticked",
    group="courses",
    title=_("A facilitator counted “%(target)s” as done for you"),
    why=_("you are learning in the course"),
)
WORK_RETURNED = Kind(
    name="courses.work_returned",
    group="courses",
    title=_("Your work for “%(target)s” was returned for changes"),
    why=_("you handed it in"),
    channel=Channel.MAIL,
)
WORK_ACCEPTED = Kind(
    name="courses.work_accepted",
    group="courses",
    title=_("Your work for “%(target)s” was accepted"),
    why=_("you handed it in"),
    channel=Channel.MAIL,
)
SESSIONS_PUBLISHED = Kind(
    name="courses.sessions_published",
    group="courses",
    title=_("A live session of your cohort: %(target)s"),
    why=_("you are in a cohort with live sessions"),
    channel=Channel.MAIL,
)
WORK_TO_REVIEW = Kind(
    name="courses.work_to_review",
    group="courses",
    title=_("There is work to review for “%(target)s”"),
    why=_("you have handed in yours, and learners review each other's work"),
    channel=Channel.MAIL,
)
REVIEW_REPORTED = Kind(
    name="courses.review_reported",
    group="courses",
    title=_("A learner reports a review of their work for “%(lesson)s”"),
    why=_("you facilitate the course"),
    channel=Channel.MAIL,
)
COURSE_INVITED = Kind(
    name="courses.invited_to_write",
    group="courses",
    title=_("%(person)s invites you to work on the course “%(target)s”"),
    why=_("someone who writes the course invited you"),
    channel=Channel.MAIL,
)
COURSE_GIVEN = Kind(
    name="courses.given",
    group="courses",
    title=_("%(person)s made you the owner of the course “%(target)s”"),
    why=_("you write this course"),
    channel=Channel.MAIL,
)
REVIEW_ASKED = Kind(
    name="courses.review_asked",
    group="courses",
    title=_("%(person)s asks you to review a draft of “%(target)s”"),
    why=_("you write or review this course"),
    channel=Channel.MAIL,
)
REVIEW_DECIDED = Kind(
    name="courses.review_decided",
    group="courses",
    title=_("%(person)s has reviewed your draft of “%(target)s”"),
    why=_("you asked for this review"),
    channel=Channel.MAIL,
)
REVIEW_WITHDRAWN = Kind(
    name="courses.review_withdrawn",
    group="courses",
    title=_("You no longer need to review the draft of “%(target)s”"),
    why=_("you were asked for this review"),
)
ORGANISATION_PLACES = Kind(
    name="courses.organisation_places",
    group="courses",
    title=_("You hand out places for %(target)s in %(cohort)s, %(course)s"),
    why=_("a facilitator named you as the representative of your organisation"),
    channel=Channel.MAIL,
)
ORGANISATION_PLACES_ENDED = Kind(
    name="courses.organisation_places_ended",
    group="courses",
    title=_("You no longer hand out places in %(cohort)s, %(target)s"),
    why=_("you were the representative of your organisation"),
    channel=Channel.MAIL,
)
