"""The style sheet of every page, and the examples of the page /design/."""
