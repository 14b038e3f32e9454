"""Releasing: what a version of the dataset is, what changed between two, and whether a folder of it is whole.

Belongs here: versions, the files a release has besides its tables, gates against the last release, freezing, diffing,
verifying. Does not belong here: how tables are made, Dagster, what is shown to the user (`pipeline.commands`).
"""
