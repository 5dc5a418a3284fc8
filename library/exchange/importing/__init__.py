"""Taking in catalogues of others: read a file, judge every row, then write all of them or none."""
