"""Anonymous cases: the call, bringing one, opening the urn, and what becomes of them."""
