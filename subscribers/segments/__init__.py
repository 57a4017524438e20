"""Segments: part of a list, said in a few words: ``zone in Europe and attribute.plan = "pro" and not section.sport``.

``parse`` makes a typed tree of the words (``tree``), ``condition`` a condition of the tree, with every value bound;
``saved`` keeps the words by name.
"""

from subscribers.segments.compiling import condition
from subscribers.segments.parsing import parse
from subscribers.segments.saved import Segment, find, forget, looks_like_a_name, save, saved
from subscribers.segments.tree import Test

__all__ = ["Segment", "Test", "condition", "find", "forget", "looks_like_a_name", "parse", "save", "saved"]
