"""What tests of running processes share: waiting, servers, processes, a plain RPC caller, a raw publisher."""
