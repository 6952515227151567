"""Several nodes at once: what the tiers do to each other over the line."""
