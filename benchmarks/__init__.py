"""Speed and size on the machine at hand: `make bench`."""
