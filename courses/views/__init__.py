"""The pages of learners, facilitators and authors."""
