"""What the catalogue finds courses by."""
