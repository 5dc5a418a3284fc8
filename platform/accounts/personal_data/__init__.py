"""The export of a person's data: the parts of each app, and the file."""
