"""The text and the figures of a lesson."""
