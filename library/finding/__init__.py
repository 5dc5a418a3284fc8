"""Finding records: the full-text search, facets, suggestions, saved searches, and searches that found nothing."""
