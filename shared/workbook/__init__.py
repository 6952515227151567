"""Workbooks of any kind, opened where they can do no harm."""
