"""Knowledge: what a document says of itself and of others. Every value stands in the text where the row says."""
