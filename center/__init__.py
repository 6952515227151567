"""A bureau's node."""
