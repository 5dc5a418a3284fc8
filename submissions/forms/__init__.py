"""The forms of submissions: they check and lay out; saving is the actions' work."""
