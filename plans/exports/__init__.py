"""Files that the plans give out."""
