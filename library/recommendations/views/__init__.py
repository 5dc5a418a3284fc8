"""The pages of recommendations."""
