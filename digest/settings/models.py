"""The optional language model that writes summaries."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from digest.settings.base import Shape


class LlmSettings(Shape):
    """A language model behind an OpenAI-compatible endpoint. Off, and nothing leaves the machine, until url is set."""

    url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Where it answers: http://127.0.0.1:11434/v1 (Ollama). Empty: none, nothing leaves the machine.",
    )
    model: str = Field("", description="The model's name, as the server knows it.")
    api_key: SecretStr = Field(SecretStr(""), description="Better: api_key_file, or DIGEST_LLM__API_KEY_FILE.")
    timeout: float = Field(60.0, gt=0, description="Seconds one answer may take.")
    tries: int = Field(2, gt=0, le=5, description="How often it is asked for one summary when it fails.")
    calls: int = Field(40, gt=0, description="Summaries it is asked for in one issue at most.")
    seconds: float = Field(300.0, gt=0, description="Seconds it may take in one issue, all summaries together.")
    tokens: int = Field(0, ge=0, description="Tokens, read and written, of one issue; 0: as many as it takes.")
    max_tokens: int = Field(400, gt=0, description="Tokens of one answer at most.")
    cache: Path = Field(Path("cache/summaries"), description="Folder where answers are kept; it may be deleted.")

    @model_validator(mode="after")
    def _model_is_named(self) -> Self:
        if self.url and not self.model:
            raise ValueError("llm.url is set, and llm.model is not: name the model that shall write")
        return self
