"""The schemas of what travels, against golden envelopes of each release."""
