"""The rules of the checker: a file for each kind of claim, named as in docs/reference/format.md; ``table`` has them."""
