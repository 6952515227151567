"""Tests of the center."""
