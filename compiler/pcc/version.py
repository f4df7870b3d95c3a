"""The version of pcc, read by the build backend and shown by `pcc --version`."""

__all__ = ["VERSION"]

VERSION = "0.1.0"

# Hatch reads the dunder form.
__version__ = VERSION
