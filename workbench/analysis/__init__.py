"""Pure computations on a snapshot. Results hold true numbers and may not leave without the gate."""
