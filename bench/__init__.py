"""`python -m bench`: how fast the program is, beside a bare one, in ratios."""
