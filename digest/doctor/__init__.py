"""Is everything well? Inside: settings, database, relay, newsletters, sources. Outside: what receivers see in DNS."""

from digest.doctor.examine import examine
from digest.doctor.finding import Finding

__all__ = ["Finding", "examine"]
