"""Pages of what learners write for a course, and of those who read it."""
