"""What the association prints: cards and certificates."""
