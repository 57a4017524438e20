"""Sending: the jobs that carry letters. A process that only carries loads these, and none of the newsroom's."""

from digest.sending.counting import note_delivered, refused
from digest.sending.dispatch import dispatch, may_go_on
from digest.sending.sweep import sweep
from digest.sending.tending import Attention

__all__ = ["Attention", "dispatch", "may_go_on", "note_delivered", "refused", "sweep"]
