"""The arrays that stores take and give, by what stands in them."""

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
