"""A course to take along."""
