"""The JSON API of this tier."""
