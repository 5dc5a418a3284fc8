"""What the site runs on: caches, whether servers are up or away, and versions."""
