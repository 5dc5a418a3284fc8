"""Every write of submissions: one function, one transaction."""
