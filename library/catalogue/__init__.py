"""The records: publishing, correcting, versions, relations, merging, withdrawing, and the fields of each type."""
