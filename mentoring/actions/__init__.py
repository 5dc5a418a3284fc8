"""Every write of mentoring."""
