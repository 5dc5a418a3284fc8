"""Taking in catalogues of others: read a file, check every row, then write all of them or none."""
