"""Pairings, visits to holders of stars, and what raises them, on both databases."""
