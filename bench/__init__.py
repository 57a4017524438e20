"""Measurements beside yardsticks, in the same run; ``make bench``, and README.md says what the numbers mean."""
