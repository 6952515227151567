"""What the station prints and exports, read back."""
