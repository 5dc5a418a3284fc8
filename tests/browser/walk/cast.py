"""Those who are there before the story begins, made by the actions; the learner comes in by the front door."""

import io
import re
from dataclasses import dataclass

from django.core.management import call_command
from django.utils import timezone

from accounts.actions.opening import mark_onboarded, open_account
from accounts.actions.profiles import save_profile
from accounts.actions.roles import grant_role
from accounts.models import User
from accounts.roles import Role
from courses.actions.importing import import_course
from courses.actions.releases import publish_release
from courses.importing import read_course
from courses.models import Course, Release
from demo.story.learning import COURSE, SHIPPED
from library.vocabularies.models import Topic
from mentoring.actions.mentors import approve_mentor, offer_mentoring
from networks.actions.networks import create_network
from networks.models import Network, NetworkAccess
from tests.browser.window import Visitor, mailed_code

WARMTH = "fuel-poverty"


@dataclass
class Cast:
    """The people by what they do, and the network that two of them are in."""

    mentor: User
    editor: User
    reviewer: User
    facilitator: User
    member: User
    second_learner: User
    network: Network
    course: Course


def gather() -> Cast:
    """The library with its reports, the course, a network, and six people."""
    call_command("load_library", verbosity=0)
    call_command("load_indicators", verbosity=0, stdout=io.StringIO())
    warmth = [Topic.objects.get(code=WARMTH)]
    facilitator = _person("Folasade Adeyemi", Role.FACILITATOR)
    now = timezone.now()
    course = import_course(data=read_course(SHIPPED / COURSE), by=facilitator, at=now)
    publish_release(release=Release.objects.get(course=course), by=facilitator, at=now)
    member = _person("Marek Zieliński")
    network = create_network(
        name="Warm homes",
        purpose="We compare what we try against cold homes, and what it costs.",
        access=NetworkAccess.OPEN,
        topics=warmth,
        by=member,
        at=now,
    )
    mentor = _person("Owain Llywelyn-Prytherch", zone="America/Toronto")
    profile = offer_mentoring(
        user=mentor,
        headline="From a cold-homes fund to fewer admissions",
        about="Twenty years in local government, most of them on housing and warmth.",
        topics=warmth,
        languages=["English", "Cymraeg"],
        capacity=2,
        at=now,
    )
    approve_mentor(profile=profile, by=facilitator, at=now)
    return Cast(
        mentor=mentor,
        editor=_person("Eithne Ní Dhomhnaill", Role.EDITOR),
        reviewer=_person("Ravi Chandrasekaran", Role.REVIEWER),
        facilitator=facilitator,
        member=member,
        second_learner=_person("Sofía Herrera", email="sofia@example.org"),
        network=network,
        course=course,
    )


def _person(name: str, *roles: Role, zone: str = "Europe/London", email: str = "") -> User:
    email = email or f"{name.split()[0].lower()}@example.org"
    user = open_account(email=email, full_name=name, is_demo=True, time_zone=zone)
    save_profile(user=user, job_title="Health equity lead", place="Aberwen", languages=["English"])
    mark_onboarded(user=user, at=timezone.now())
    for role in roles:
        grant_role(user=user, role=role, by=None, at=timezone.now())
    return user


def sign_in(window: Visitor, email: str) -> None:
    """Sign in with a mailed code."""
    window.go("/")
    window.follow("Sign in")
    window.fill("Email address", email)
    window.press("Send me a code")
    window.fill("Code", mailed_code(email))
    window.press("Continue")
    window.sees(re.compile("^Welcome"))
