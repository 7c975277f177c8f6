"""Numbers beyond single rationals: columns of them, symbols, formulas at numbers, integers of many digits."""
