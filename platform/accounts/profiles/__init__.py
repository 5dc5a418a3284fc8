"""What a profile holds and shows: photo, countries, languages, and who may see it."""
