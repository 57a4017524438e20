"""The pages that readers open. Handlers start jobs; they contain none."""

from digest.web.app import make_app

__all__ = ["make_app"]
