"""The library for programs: what can be asked, how records are described, and the document that says so."""
