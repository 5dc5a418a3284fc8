"""Figures for Prometheus. Only what is asked for is loaded: nothing of it without ``METRICS_TOKEN`` or ``METRICS_FROM``."""
