"""How messages travel between the tiers; shared/federation/tables.py is the place to begin."""
