"""What moderators and administrators work with: forms of flags and decisions, and the counts of a year."""
