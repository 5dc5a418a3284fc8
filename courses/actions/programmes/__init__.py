"""Programmes: written, published, completed."""
