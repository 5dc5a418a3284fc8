"""What the owner of an action plan chooses for it: the figure that it starts from, and its evidence."""
