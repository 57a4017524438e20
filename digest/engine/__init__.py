"""Where jobs run. The ledger is the truth; an engine only says who does what, when."""

from digest.engine.local import Duty, run

__all__ = ["Duty", "run"]
