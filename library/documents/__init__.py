"""The files of versions: added, closed until a day, and read for the search."""
