"""What this tier prints and exports."""
