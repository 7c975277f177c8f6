"""Trees whose nodes choose a child by the input."""
