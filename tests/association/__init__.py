"""Tests of the association's tier."""
