"""The pages that readers open. Handlers start jobs; they contain none."""

from digest.web.app import make_app
from digest.web.embedding import form_for
from digest.web.serving import open_doors, serve_pages

__all__ = ["form_for", "make_app", "open_doors", "serve_pages"]
