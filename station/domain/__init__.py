"""The rules of this tier alone: pure functions of values."""
