"""Pages about one's own account, and about everyone's roles and organisations."""
