"""Counting how often records are used."""
