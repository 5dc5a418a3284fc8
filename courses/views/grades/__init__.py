"""Pages of grades: the gradebook of a cohort, one learner in it, and one's own."""
