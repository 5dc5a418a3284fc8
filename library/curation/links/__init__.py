"""Checking whether a web address still answers, without reaching into an internal network."""
