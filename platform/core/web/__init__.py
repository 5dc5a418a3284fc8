"""Requests: middleware, limits, addresses and parameters, and what many views do with them."""
