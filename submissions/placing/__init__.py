"""What was learnt in case studies: where it can be placed, and where it is."""
