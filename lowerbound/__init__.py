"""No network can do it with less: lower bounds on comparisons and operations, instance by instance."""
