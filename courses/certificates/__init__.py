"""Certificates: their codes, and the PDF."""
