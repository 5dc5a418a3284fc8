"""Excerpts: figures of an indicator taken out of one release and kept as they are, for a lesson or an exercise."""
