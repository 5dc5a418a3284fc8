"""The words by which works are described: topics, places, terms, languages, licences, identifiers."""
