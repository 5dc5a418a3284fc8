"""Pages of the newsletter."""
