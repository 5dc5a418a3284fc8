"""The regular summary: when it is due, its sections, and what is in it."""
