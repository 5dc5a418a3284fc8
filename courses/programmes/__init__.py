"""Programmes: how far somebody is in one, and what stands against changing it."""
