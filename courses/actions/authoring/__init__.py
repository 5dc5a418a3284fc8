"""Who writes a course, and the review of its drafts."""
