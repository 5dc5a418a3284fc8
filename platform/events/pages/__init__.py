"""What the pages of events show: who can do what now, in words."""
