"""How networks are run: one traversal for every kind of value, trees of gates as columns, threads."""
