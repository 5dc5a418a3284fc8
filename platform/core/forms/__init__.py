"""Forms: their bases, second clicks, edit conflicts, and how a sent form is answered."""
