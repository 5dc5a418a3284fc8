"""The catalogue: what is searched, narrowed, counted and put in order, and what past learners made of a course."""
