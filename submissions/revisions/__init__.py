"""What was sent in: the words of a revision as they were, and what differs between two."""
