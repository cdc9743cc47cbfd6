"""Decoders of each format. Everything here but `contract` and `isolation` runs inside the isolated process only."""
