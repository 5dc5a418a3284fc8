"""The forms of advice."""
