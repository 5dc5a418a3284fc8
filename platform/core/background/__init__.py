"""Work beside the pages: tasks, their queue, the thread of a process, and signs of life."""
