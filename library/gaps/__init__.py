"""Evidence gaps: what is not known yet, who works on it, and which records fill it."""
