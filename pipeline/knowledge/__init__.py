"""Knowledge: what a document says of itself and of others. Every value stands in the text where the row says."""

from pipeline.knowledge.attributes import read_attributes
from pipeline.knowledge.works import work_ids

__all__ = ["read_attributes", "work_ids"]
