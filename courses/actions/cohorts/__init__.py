"""What facilitators and learners do with cohorts."""
