"""Which way up, how askew, where in the picture; and the one warp that mends it."""
