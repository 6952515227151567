"""The API of the center."""
