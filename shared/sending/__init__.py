"""What leaves a process by the broker: publishing with confirms, and the relay of an outbox.

Of no framework: on threads, which are greenlets where the process is patched. The services use it by
`shared.messaging`, the gateway as it is.
"""
