"""Tests of a station's people and of what its workbooks bring in."""
