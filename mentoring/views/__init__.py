"""The web pages of mentoring."""
