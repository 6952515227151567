"""Residents' programs and robots at a station that runs as a real process."""
