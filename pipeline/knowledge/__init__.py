"""Knowledge: what a document says of itself and of others. Every value stands in the text at the place the row names."""

from pipeline.knowledge.attributes import read_attributes

__all__ = ["read_attributes"]
