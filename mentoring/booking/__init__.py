"""When two people can meet: the rhythm of a series, free weekly hours, and what speaks against a time."""
