"""Pages about who writes a course, and about the review of its drafts."""
