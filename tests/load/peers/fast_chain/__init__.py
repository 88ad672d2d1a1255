"""The whole chain of a work as one program: FastAPI (`api`) on pymongo's asynchronous client (`works`), with one worker
on aio-pika (`worker`) for what need not be answered at once. Built on the promises of `tests.load.peers.fast`.

It is asked the same, route by route, and does the same: a draft of a verified outlet, handed in, screened, two levels
of review by two people, a permit with a number without a gap, a publication whose address nobody else has reported,
both answered for by somebody else, numbers reported and verified, points in a ledger and in the outlet's standing, and
each step told to its author.

It is not: five services with databases of their own. It has no scheme as data and no rules of shares, reprints, caps
and late quarters (its points are three lines), no closing of quarters against which points are entered, no search, no
check for texts that were handed in before, no deadlines, no rate limits, no chain over the audit trail, no dead letters
and no retry ladder. So the ratios in the report are to its advantage.
"""
