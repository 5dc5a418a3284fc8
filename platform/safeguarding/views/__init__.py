"""The pages of safeguarding: those of reporters, and those of leads."""
