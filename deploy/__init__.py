"""Starts real processes and speaks HTTP to them; nobody imports it."""
