"""Actions on documents: files and their embargoes, their text for the search, their first pages."""
