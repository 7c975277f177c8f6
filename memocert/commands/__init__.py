"""Every command of the command line, and its options."""
