"""The forms of judged practice."""
