"""Writes of what learners write for a course: reflections, and work that is handed in."""
