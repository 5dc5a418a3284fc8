"""Every write of the courses."""
