"""Every write of the networks."""
