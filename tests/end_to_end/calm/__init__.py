"""A whole cycle of one community, lived by people who answer as people do."""
