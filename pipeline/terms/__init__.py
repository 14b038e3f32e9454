"""Terms: the words of the corpus. Cuts text into words and counts them by article, for search and keywords.

Belongs here: what is a term, how often it stands where. Does not belong here: ranking (`pipeline.publishing.search`).
"""

from pipeline.terms.postings import postings, short_terms_of

__all__ = ["postings", "short_terms_of"]
