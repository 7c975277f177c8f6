"""What an exact network and a data set are, what they cost, and how they are evaluated."""
