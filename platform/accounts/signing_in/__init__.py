"""Signing in: limits, known devices, values in the session, and forms that were interrupted."""
