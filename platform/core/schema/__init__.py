"""What migrations need beyond Django's own operations."""
