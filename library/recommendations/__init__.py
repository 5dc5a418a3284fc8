"""Recommendations of reports, how places and organisations answer them, and what they commit to."""
