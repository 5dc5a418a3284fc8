"""Pages on which authors take figures and exercises from indicators, and learners their data."""
