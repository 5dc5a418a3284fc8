"""The tables of mentoring: profiles, requests, matches, goals, sessions, series, notes."""

from mentoring.models.goals import Goal
from mentoring.models.matches import Feedback, Match, Signature
from mentoring.models.mentors import MentorProfile
from mentoring.models.notes import Note
from mentoring.models.requests import MentoringRequest
from mentoring.models.series import FreeHours, Rhythm, SessionSeries
from mentoring.models.sessions import Session

__all__ = [
    "Feedback",
    "FreeHours",
    "Goal",
    "Match",
    "MentorProfile",
    "MentoringRequest",
    "Note",
    "Rhythm",
    "Session",
    "SessionSeries",
    "Signature",
]
