"""How a work is cited and handed on: three styles, and the formats of reference managers and spreadsheets."""
