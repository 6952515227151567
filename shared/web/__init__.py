"""What each Flask app has: login, errors, extensions."""
