"""SMT-LIB text, and the only imports of Z3 and of cvc5."""
