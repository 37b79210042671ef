"""What the catalog is worth, tried on the grammar that reads with it: its examples, and what it does not name yet."""
