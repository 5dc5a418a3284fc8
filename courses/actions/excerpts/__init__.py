"""Figures and exercises that a draft takes from indicators."""
