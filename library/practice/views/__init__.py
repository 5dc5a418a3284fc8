"""The pages of judged practice."""
