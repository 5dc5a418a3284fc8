"""The tables of mentoring: profiles, requests, matches, goals, sessions, series, notes."""

from mentoring.models.agreements import AgreementTerms
from mentoring.models.feedback import Feedback
from mentoring.models.goals import Goal
from mentoring.models.matches import Match, Signature
from mentoring.models.mentors import MentorProfile
from mentoring.models.notes import Note
from mentoring.models.place_asks import PlaceAsk
from mentoring.models.profile_asks import ProfileAsk
from mentoring.models.requests import MentoringRequest
from mentoring.models.searches import MentorSearch
from mentoring.models.series import FreeHours, SessionSeries
from mentoring.models.sessions import Session

__all__ = [
    "AgreementTerms",
    "Feedback",
    "FreeHours",
    "Goal",
    "Match",
    "MentorProfile",
    "MentorSearch",
    "MentoringRequest",
    "Note",
    "PlaceAsk",
    "ProfileAsk",
    "Session",
    "SessionSeries",
    "Signature",
]
