"""Tests of the association's rules: no app, no database."""
