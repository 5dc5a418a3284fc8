"""The full-text search of the library, the same on SQLite and PostgreSQL (decision 7)."""
