"""OAI-PMH 2.0, by which other libraries harvest this one."""
