"""Who may write courses, and who looks after their learners.

Who may read an action plan is decided where it is shown, not here:

- its owner: ``ActionPlan.objects.visible_to`` (``models/plans.py``);
- the mentor who was asked with it, until the answer and during the match: ``MentoringRequest.objects.sharing_plan``
  and ``shares_plan`` (``mentoring/models/requests.py``);
- members of a network with a post that shares it: ``Post.objects.visible_to`` (``networks/models/discussions.py``),
  until an action of ``networks/actions/posts.py`` empties ``Post.plan``. A hidden post shows neither words nor plan
  (``templates/networks/_post.html``).
"""

from typing import Any

from django.db.models import QuerySet

from accounts.reader_facts import fact_of
from core.permissions import rule
from core.prepared import prepared
from core.types import Member, Person
from courses.models import (
    ActionPlan,
    Authorship,
    Certificate,
    Cohort,
    Course,
    Enrolment,
    HandIn,
    Programme,
    ProgrammeCertificate,
    Release,
)
from courses.models.content import is_author_of_all
from courses.states import AuthorRole


def _is_facilitator(user: Person, course: Course) -> bool:
    if not user.is_authenticated:
        return False
    if is_author_of_all(user):
        return True
    # Most readers facilitate nothing, which is known with their account.
    return fact_of(user, "facilitates") is not False and bool(_facilitated(user, course))


@prepared
def _facilitated(user: Member, course: Course) -> QuerySet[Any, int]:
    """Return the key of the course, if this person is listed as its facilitator."""
    listed = Course.objects.filter(pk=course.pk, facilitators=user)
    return listed.order_by().values_list("pk", flat=True)


@rule("courses.author")
def may_author(user: Person, course: Course | None = None) -> bool:
    """Staff for courses may begin one; its facilitators, owner and authors may write on it."""
    if course is None or is_author_of_all(user):
        return is_author_of_all(user)
    return user.is_authenticated and bool(_written(user, course))


@prepared
def _written(user: Member, course: Course) -> QuerySet[Any, int]:
    """Return the key of the course, if this person may write it."""
    return (
        Course.objects.written_by(user).filter(pk=course.pk).order_by().values_list("pk", flat=True)
    )


@rule("courses.teach")
def may_teach(user: Person, _anything: object = None) -> bool:
    """Open the list of courses that one writes, reviews or is invited to."""
    if not user.is_authenticated:
        return False
    known = [fact_of(user, name) for name in ("facilitates", "writes_course")]
    if is_author_of_all(user) or any(known):
        return True
    if None not in known:
        return False
    invited = Authorship.objects.filter(user=user).exists()
    return invited or Course.objects.facilitated_by(user).exists()


@rule("courses.read_draft")
def may_read_draft(user: Person, course: Course) -> bool:
    """Read a draft and comment on its lessons: those who write it, and its reviewers."""
    if not user.is_authenticated or is_author_of_all(user):
        return is_author_of_all(user)
    return Course.objects.draft_read_by(user).filter(pk=course.pk).exists()


@rule("courses.lead")
def may_lead(user: Person, course: Course) -> bool:
    """Choose who writes the course, and whether a second person approves it: its owner, and staff for courses.

    A facilitator may while the course has no owner.
    """
    if not user.is_authenticated or is_author_of_all(user):
        return is_author_of_all(user)
    owner = Authorship.objects.filter(course=course, role=AuthorRole.OWNER).first()
    return owner.user_id == user.pk if owner else _is_facilitator(user, course)


@rule("courses.write_programme")
def may_write_programme(user: Person, programme: Programme | None = None) -> bool:
    """Staff for courses may begin a programme and change any; its listed authors may change it."""
    if not user.is_authenticated or programme is None or is_author_of_all(user):
        return is_author_of_all(user)
    return Programme.objects.written_by(user).filter(pk=programme.pk).exists()


@rule("courses.cite")
def may_cite(user: Person, _anything: object = None) -> bool:
    """Whoever writes a course may cite records in its lessons."""
    if not user.is_authenticated:
        return False
    if is_author_of_all(user) or fact_of(user, "facilitates"):
        return True
    if fact_of(user, "writes_course") is False:
        return False
    return Course.objects.written_by(user).exists()


@rule("courses.edit_release")
def may_edit_release(user: Person, release: Release) -> bool:
    """Tell whether the release is a draft. A published one is frozen for everyone, superusers included."""
    return release.is_draft and may_author(user, release.course)


@rule("courses.facilitate")
def may_facilitate(user: Person, course: Course) -> bool:
    return _is_facilitator(user, course)


@rule("courses.facilitate_cohort")
def may_facilitate_cohort(user: Person, cohort: Cohort) -> bool:
    """Look after the learners of a cohort: its own facilitators and those of its course."""
    return (
        user.is_authenticated and Cohort.objects.facilitated_by(user).filter(pk=cohort.pk).exists()
    )


@rule("courses.look_after")
def may_look_after(user: Person, enrolment: Enrolment) -> bool:
    """Look after one learner: the facilitators of their course, and those of their cohort."""
    if _is_facilitator(user, enrolment.release.course):
        return True
    return enrolment.cohort is not None and may_facilitate_cohort(user, enrolment.cohort)


@rule("courses.grade")
def may_grade(user: Person, hand_in: HandIn) -> bool:
    """Grade the work of a learner: whoever looks after them, and nobody their own."""
    return hand_in.enrolment.user_id != user.pk and may_look_after(user, hand_in.enrolment)


@rule("courses.learn")
def may_learn(user: Person, enrolment: Enrolment) -> bool:
    """Let only the learner act on an enrolment; facilitators look on."""
    return user.is_authenticated and enrolment.user_id == user.pk


@rule("courses.revoke_certificate")
def may_revoke(user: Person, certificate: Certificate | ProgrammeCertificate) -> bool:
    """Revoke a certificate: the facilitators of its course, or the authors of its programme."""
    if isinstance(certificate, ProgrammeCertificate):
        return may_write_programme(user, certificate.completion.programme)
    return _is_facilitator(user, certificate.enrolment.release.course)


@rule("courses.download_certificate")
def may_download(user: Person, certificate: Certificate | ProgrammeCertificate) -> bool:
    """Download a certificate: its owner and the facilitators; everyone else checks it on its page."""
    return user.is_authenticated and (
        owner_of(certificate) == user.pk or may_revoke(user, certificate)
    )


def owner_of(certificate: Certificate | ProgrammeCertificate) -> int:
    """Return the key of whoever a certificate was issued to; load the completion or the enrolment with it."""
    if isinstance(certificate, ProgrammeCertificate):
        return certificate.completion.user_id
    return certificate.enrolment.user_id


@rule("courses.own_plan")
def may_write_plan(user: Person, plan: ActionPlan) -> bool:
    return user.is_authenticated and plan.owner_id == user.pk
