"""Forms of briefs."""
