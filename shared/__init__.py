"""What two tiers or more share; it knows no tier."""
