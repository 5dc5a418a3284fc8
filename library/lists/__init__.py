"""Reading lists and collections."""
