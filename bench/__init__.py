"""How fast the hot lists are, held against a floor: the same statement behind a bare function."""
