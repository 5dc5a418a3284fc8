"""The editors at work on the catalogue: queues, broken links, duplicates, proposals, bulk edits."""
