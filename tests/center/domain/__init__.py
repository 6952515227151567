"""Rules of the center: values in, values or refusals out."""
