"""Tests of the spine: real HTTP between nodes in one process, on SQLite and PostgreSQL."""
