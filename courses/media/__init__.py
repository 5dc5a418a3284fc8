"""Images and files in lessons: made ready to be stored, found by their names, shown."""
