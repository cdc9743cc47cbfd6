"""How the network that finds the outlines of papers was trained: scenes drawn small and quickly, and the fit."""
