"""A course to read without a connection: all of it on one page for the printer, and as an EPUB."""
