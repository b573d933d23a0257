"""The plan reader: hand it a plan document, get what the plan commits to.

A library by itself: plain Python, no Django, no network. `open_source` turns a file into text,
`read` turns text into a `Reading`: outline, boxes and what the document promises, every word of it
with its place in the text.
"""
