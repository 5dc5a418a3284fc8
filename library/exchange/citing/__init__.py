"""Citation styles, and the export formats of reference managers and spreadsheets."""
