"""Summarise: a story in few true sentences, each with its place in the source."""

from digest.summarise.chain import WRITERS, Writer, each, open_writers
from digest.summarise.llm import ModelSettings

__all__ = ["WRITERS", "ModelSettings", "Writer", "each", "open_writers"]
