"""The rules of the checker: one file for each kind of claim, named as in docs/format.md; ``table`` finds them."""
