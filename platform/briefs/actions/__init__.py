"""Every write of briefs."""
