"""C source of a network, with a self-test over its data."""
