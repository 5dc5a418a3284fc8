"""Forms of mentoring: they check input and lay it out; the actions write."""
