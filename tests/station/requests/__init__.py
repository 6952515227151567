"""Residents' requests at the station, on both databases."""
