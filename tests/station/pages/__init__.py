"""Tests of a station's pages, by the forms that people send."""
