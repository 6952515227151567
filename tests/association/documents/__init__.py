"""What the association prints, read back."""
