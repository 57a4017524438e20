"""An optional writer: a language model behind an OpenAI-compatible endpoint, on this machine or far away."""

from digest.summarise.llm.endpoint import ModelSettings
from digest.summarise.llm.writer import open_model

__all__ = ["ModelSettings", "open_model"]
