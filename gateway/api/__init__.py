"""The endpoints: one module per area of the API, each with its `area`; beside them examples, and how they `ask`."""
