"""Which way up, how askew, how bent, where in the picture; and the one warp that mends it."""
