"""Data migrations of this service, run by `jingmei migrate`."""
