"""The tables of this tier and the queries on them."""
