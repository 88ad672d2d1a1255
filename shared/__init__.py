"""What services, gateway and the operators' command have in common."""

import sys

# pymongo looks for PyOpenSSL, which is not installed, and loads all that there is for certificates before it finds that
# out: a fifteenth of the start of a service. It takes Python's own ssl, now at once.
sys.modules["pymongo.pyopenssl_context"] = None  # type: ignore[assignment]
