"""Forms of the newsletter."""
