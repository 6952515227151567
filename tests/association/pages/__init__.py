"""The association's pages, through a browser's client, on both databases."""
