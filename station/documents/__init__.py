"""What the station prints: forms, records, reports."""
