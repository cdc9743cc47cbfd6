"""The sections of the normalisation bench; each has `tables(seed, scale, out)`, see `normalise.py`."""
