"""The plan reader: hand it a plan document, get what the plan commits to."""
