"""Records on their way in and out: citation formats, imports, the API, harvesting, feeds."""
