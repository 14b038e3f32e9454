"""A Ray cluster as a Dagster resource, through dagster-ray: for runs that build on a cluster.

Loaded only where GONGWEN_ENGINE is `ray`, for it needs gongwen[ray]. While the resource is held this process is
connected, and the engine `ray` uses that connection: this machine must be a node of the cluster, for Ray Data does not
run through Ray Client. Whatever else is a `RayResource` and connects so will do in its place.
"""

from __future__ import annotations

from dagster_ray import RayResource
from pydantic import Field


class RayCluster(RayResource):
    """The cluster at an address, host:port; without one, a cluster made on this machine."""

    address: str | None = Field(default=None, description="host:port of the cluster")

    @property
    def host(self) -> str:
        """The host of the address."""
        return (self.address or "127.0.0.1").partition(":")[0]

    @property
    def ray_address(self) -> str:
        """What `ray.init` is given."""
        return self.address or "local"

    @property
    def name(self) -> str:
        """What the log calls it."""
        return f"the Ray cluster at {self.ray_address}"

    @property
    def created(self) -> bool:
        """It is there before Dagster, and stays."""
        return True

    @property
    def ready(self) -> bool:
        """Connecting says otherwise where it is not."""
        return True
