"""What courses draw and ask from indicators."""
