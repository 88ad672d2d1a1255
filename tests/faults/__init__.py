"""Fault injection: scenarios on real servers, each ending with the same invariants, and a control without faults.

`python -m tests.faults` runs them; `tests/faults/test_short.py` runs the short ones with pytest.
"""
