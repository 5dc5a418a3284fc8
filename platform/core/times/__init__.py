"""Time zones, and wall-clock times in them."""
