"""What is done to recommendations, answers and commitments."""
