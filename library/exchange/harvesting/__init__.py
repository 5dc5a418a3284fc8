"""The library as other libraries harvest it: OAI-PMH 2.0."""
