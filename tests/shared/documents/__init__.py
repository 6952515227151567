"""PDF, QR codes and Excel, read back by others' libraries."""
