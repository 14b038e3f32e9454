"""Splitting: blocks to documents, units, articles and tables. Decides where things begin and end, not what they say."""
