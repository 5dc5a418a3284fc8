"""Every write of events."""
