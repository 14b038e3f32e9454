"""Building: what there is, what changed, what is kept between builds, and the run that brings it up to date.

Belongs here: the raw folder, fingerprints, part files, the plan, the state of the last build. Does not belong here:
Dagster (`pipeline.assets`), knowledge of 公文 (the stages), what is shown to the user (`pipeline.commands`).
"""
