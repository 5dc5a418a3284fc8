"""Keeping courses as EPUBs."""
