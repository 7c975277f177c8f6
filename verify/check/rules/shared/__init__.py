"""What rules share: keys of claims, goals at ends, rows of data, balls around them, steps of lower bounds."""
