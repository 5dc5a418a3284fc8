"""Forms of the networks: about networks and people, and of posts."""
