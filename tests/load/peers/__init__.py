"""What a user would build instead: the same accept-and-propagate job on the stock parts, each as its makers show it.

The job: take the registration of an outlet over HTTP, check it, keep it (majority write, journalled), tell it as a
persistent event, answer 201; a second service keeps its effect, also by a majority write. Credit codes are unique.

What they leave out, and ours does within the same request: sign-in and roles, idempotency keys, the audit trail,
sealed contacts, history, an outbox (a peer that dies between its write and its event loses the event), and exactly
one effect per event. So the ratios in the report are to their advantage.
"""
