"""What importing and showing figures costs: ``make bench-figures``."""
