"""What the catalogue needs of courses: their words, and programmes of them."""
