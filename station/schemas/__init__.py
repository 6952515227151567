"""Input and output of the API of this tier."""
