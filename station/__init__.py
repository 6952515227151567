"""A school's node."""
