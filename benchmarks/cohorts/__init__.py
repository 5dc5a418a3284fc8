"""How fast the pages of a large cohort answer."""
