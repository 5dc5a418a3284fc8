"""The progress of a learner: the outline with what is done, grades, and results of quizzes."""
