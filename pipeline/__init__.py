"""gongwen: compilations of Chinese official documents (公文) as an open, versioned, citable dataset.

Data moves one way: reading → cleaning → splitting → knowledge → terms → checking → publishing. The stage packages hold
pure functions (values in, values out); `pipeline.assets` orchestrates them and holds no knowledge of 公文.
"""
