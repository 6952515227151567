"""Workbooks as schools keep them: read, judged, given back."""
