"""What members read of a network: what is new in it, and its history."""
