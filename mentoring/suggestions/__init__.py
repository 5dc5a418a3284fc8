"""Suggestions: mentors who fit a learner, and goals out of an action plan."""
