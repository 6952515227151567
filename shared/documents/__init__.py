"""What is printed and exported: PDF by typst, QR codes, Excel; it knows no subject."""
