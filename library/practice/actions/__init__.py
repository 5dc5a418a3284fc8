"""What is done with judgements of practice."""
