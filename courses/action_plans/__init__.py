"""What action plans can start from, how they are drawn against it, and which evidence would suit them."""
