"""The pages of the networks."""
