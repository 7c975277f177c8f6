"""Claims about networks with too many paths: units stay open between bounds, and only some of them are split."""
