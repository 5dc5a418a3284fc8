"""What is written to the log: readable or as JSON, with the request it belongs to, and without people's data."""
