"""Reading: bytes to text lines and pages. Knows encodings, line ends and page breaks; knows nothing of 公文."""

from pipeline.reading.decoding import read_volume

__all__ = ["read_volume"]
