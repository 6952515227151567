"""What people and messages make this tier do."""
