"""Backups: database and uploaded files together, and the way back."""
