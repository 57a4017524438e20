"""Where jobs run. The ledger is the truth; an engine only says who does what, when."""

from digest.engine.crew import follow, keep
from digest.engine.lease import BEAT, Vigil, holder, is_dead
from digest.engine.local import Duty, run
from digest.engine.loop import run_in_loop

__all__ = ["BEAT", "Duty", "Vigil", "follow", "holder", "is_dead", "keep", "run", "run_in_loop"]
