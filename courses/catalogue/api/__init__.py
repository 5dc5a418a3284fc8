"""The catalogue for programs: what can be asked, and how courses and programmes are described."""
