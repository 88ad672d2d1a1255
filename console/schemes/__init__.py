"""A scheme (计分办法) as a form: the fields of its rules, from the data to the fields and back, and in lines."""

from console.schemes.fields import GROUPS
from console.schemes.reading import ROOT, faults, fill, listed, places, read, wrong
from console.schemes.telling import compared, title, told

__all__ = ["GROUPS", "ROOT", "compared", "faults", "fill", "listed", "places", "read", "title", "told", "wrong"]
