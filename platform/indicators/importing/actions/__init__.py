"""Writing figures: imports step by step, their rows, and the releases that come with Praxis."""
