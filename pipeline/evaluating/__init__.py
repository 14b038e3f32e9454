"""Evaluating: how far a dataset agrees with the truth that people wrote down by reading every line of some ranges.

Belongs here: the definition of each figure. Does not belong here: how a dataset is made; nothing of it is known but its
tables, and things are matched by the raw lines they name.
"""
