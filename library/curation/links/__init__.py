"""Looking whether an address on the web still answers, without ever being led to the inside of a network."""
