"""What travels: schemas, envelope, and the table of types."""
