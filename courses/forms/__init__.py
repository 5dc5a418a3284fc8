"""Forms of learners, facilitators and authors."""
