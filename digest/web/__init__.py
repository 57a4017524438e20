"""The pages that readers open. Handlers start jobs; they contain none."""

from digest.web.app import make_app
from digest.web.embedding import form_for

__all__ = ["form_for", "make_app"]
