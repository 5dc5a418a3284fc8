"""Indicators, the releases of their figures, and the figures themselves."""
