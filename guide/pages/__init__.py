"""Pages and lists that are written from the code."""
