"""The forms of recommendations, answers and commitments."""
