"""Files that people upload and that pages make: uploads, PDF, spreadsheets, calendar files."""
