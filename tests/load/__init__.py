"""The benchmark: `python -m tests.load` (`make bench`). Only the ratios within one run are judged."""
