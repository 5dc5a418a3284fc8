"""The speed of the evidence map."""
