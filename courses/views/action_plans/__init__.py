"""Pages of action plans: writing them, their evidence, their figures and their outcomes."""
