"""Taking in figures: read a file, check every row, then write all of them or none."""
