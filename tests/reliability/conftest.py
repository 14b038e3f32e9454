"""What a test of reliability does to volumes it does to a copy of them and of their build."""

from tests.copies import output, raw

__all__ = ["output", "raw"]
