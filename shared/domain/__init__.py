"""Words, life cycles and rules that two tiers speak."""
