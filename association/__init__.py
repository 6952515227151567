"""The district's node."""
