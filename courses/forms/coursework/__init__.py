"""Forms of what learners write for a course."""
