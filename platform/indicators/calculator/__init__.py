"""The calculator: measures of inequality for figures that a reader brings along."""
