"""Where jobs run. The ledger is the truth; an engine only says who does what, when."""

from digest.engine.lease import is_dead, new_lease
from digest.engine.local import Duty, run

__all__ = ["Duty", "is_dead", "new_lease", "run"]
