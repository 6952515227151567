"""Nodes filled with years of work in a moment, straight through the tables."""
