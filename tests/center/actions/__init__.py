"""Actions of the center on both databases."""
