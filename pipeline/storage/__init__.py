"""Storage by URL: raw volumes read from S3-compatible storage, builds and releases published to it.

Belongs here: what must be written in which order so that no reader sees half a release, and the local folders beside
it. Does not belong here: how a build or release is made; both are made in a local folder, whatever the target.
"""
