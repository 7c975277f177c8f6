"""Networks that were trained elsewhere, read exactly: every finite float is the rational number it is."""
