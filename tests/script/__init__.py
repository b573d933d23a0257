"""The checks of script/lint and the bootstrap."""
