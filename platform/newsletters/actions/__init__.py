"""Every write of the newsletter."""
