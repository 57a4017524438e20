"""An optional writer: a language model behind an OpenAI-compatible endpoint, on this machine or far away."""

from digest.summarise.llm.settings import ModelSettings

__all__ = ["ModelSettings"]
