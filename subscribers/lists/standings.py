"""What other programs call somebody's standing, in our words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from subscribers.model import Standing
from subscribers.suppression import BOUNCE

_JOINTS = re.compile(r"[_\s-]+")
LONGEST_WORD = 40  # characters of what may be a standing


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of somebody's standing; ``reason`` of a suppression."""

    standing: Standing
    reason: str = ""


READS = Claim(Standing.ACTIVE)
PENDING = Claim(Standing.PENDING)
LEFT = Claim(Standing.LEFT)
AWAY = Claim(Standing.REMOVED)  # never agreed, or was put aside: no reader, but free to come
BOUNCED = Claim(Standing.SUPPRESSED, BOUNCE)
COMPLAINED = Claim(Standing.SUPPRESSED, "complaint")
BLOCKED = Claim(Standing.SUPPRESSED, "administrator")


@lru_cache(1 << 12)
def folded(word: str) -> str:
    """A word as it is compared: small, without accents, with blanks for what joins words; "abonné(e)" is "abonne"."""
    if not word.isascii():
        word = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    return " ".join(_JOINTS.sub(" ", word.lower().replace("ł", "l").replace("(e)", "")).split())


def _said(claim: Claim, words: str) -> dict[str, Claim]:
    """Words between commas, all of one meaning."""
    return dict.fromkeys((folded(word) for word in words.split(",")), claim)


# What can be said of a reader of a newsletter only. English; German; French; Spanish, Italian, Portuguese; Dutch,
# Polish, Russian.
PLAIN: Mapping[str, Claim] = {
    **_said(READS, "subscribed, opted in, subscriber, angemeldet, abonniert, abonné, abonnée, inscrit, inscrite"),
    **_said(READS, "suscrito, suscrita, iscritto, iscritta, inscrito, assinante, ingeschreven, aangemeld"),
    **_said(READS, "zapisany, zapisana, subskrybent, подписан, подписана, подписчик"),
    **_said(PENDING, "unconfirmed, not confirmed, opt-in pending, unactivated, unbestätigt, nicht bestätigt"),
    **_said(PENDING, "non confirmé, en attente de confirmation, no confirmado, sin confirmar, non confermato"),
    **_said(PENDING, "não confirmado, onbevestigd, niepotwierdzony, niepotwierdzona, не подтвержден, не подтверждён"),
    **_said(AWAY, "never subscribed, not subscribed, non-subscribed, nonsubscribed, transactional"),
    **_said(LEFT, "unsubscribed, unsubscribe, unsub, opted out, opt out, opted-out, optout"),
    **_said(LEFT, "abgemeldet, ausgetragen, abbestellt, désabonné, désabonnée, désinscrit, désinscrite"),
    **_said(LEFT, "dado de baja, dada de baja, de baja, desuscrito, desuscrita, suscripción cancelada, disiscritto"),
    **_said(LEFT, "disiscritta, cancelou a inscrição, descadastrado, uitgeschreven, afgemeld"),
    **_said(LEFT, "wypisany, wypisana, rezygnacja, отписан, отписана, отписался, отписалась"),
    **_said(BOUNCED, "bounced, bounce, cleaned, hard bounced, hard bounce, hardbounce, undeliverable"),
    **_said(
        BOUNCED, "unzustellbar, rebotado, rebotada, rebote, rejeté, odbity, odbita, niedostarczalny, недоставляемый"
    ),
    **_said(COMPLAINED, "complained, complaint, marked as spam, spam complaint, reported spam, beschwerde, plainte"),
    **_said(BLOCKED, "blocklisted, blacklisted, unsubscribed from all, do not mail, do not email, do not contact"),
}
# What may as well be said of a customer or of an order.
IN_DOUBT: Mapping[str, Claim] = {
    **_said(READS, "active, confirmed, enabled, aktiv, bestätigt, actif, active, confirmé, activo, activa, confirmado"),
    **_said(READS, "attivo, attiva, confermato, ativo, actief, bevestigd, aktywny, aktywna, potwierdzony, активен"),
    **_said(PENDING, "pending, ausstehend, en attente, pendiente, in attesa, pendente, oczekujący, ожидает"),
    **_said(Claim(Standing.PAUSED), "paused, snoozed, pausiert, en pause, pausado, in pausa, wstrzymany"),
    **_said(LEFT, "left, disabled, cancelled, canceled, inactive, inaktiv, gekündigt, inactif, annulé, inactivo"),
    **_said(LEFT, "cancelado, baja, inattivo, annullato, inativo, inactief, nieaktywny, anulowany, неактивен"),
    **_said(AWAY, "removed, deleted, archived, gelöscht, archiviert, supprimé, archivé, eliminado, archivado"),
    **_said(BOUNCED, "unreachable, invalid, invalid email"),
    **_said(COMPLAINED, "spam, junk, abuse"),
    **_said(BLOCKED, "suppressed, blocked, banned, gesperrt, blockiert, bloqué, bloqueado, bloccato, geblokkeerd"),
    **_said(BLOCKED, "zablokowany, заблокирован"),
}
CLAIMS: Mapping[str, Claim] = {**IN_DOUBT, **PLAIN}
# Words that keep their row out wherever they stand, unless somebody says that they mean something else.
WARNINGS = frozenset(word for word, claim in PLAIN.items() if claim is not READS)

BEGINNINGS = frozenset(word[:4] for word in WARNINGS)


def claim_of(word: str, own: Mapping[str, Claim]) -> Claim | None:
    """What a word says of somebody's standing, in the language of the file's program first."""
    if len(word) > LONGEST_WORD:
        return None
    word = folded(word)
    return own.get(word) or CLAIMS.get(word)


def warning(value: object) -> str:
    """What in a cell says by itself that somebody may not be written to; empty for nothing."""
    if isinstance(value, list):
        return next((word for one in value if (word := warning(one))), "")
    if not isinstance(value, str) or len(value) > LONGEST_WORD:
        return ""
    if value.isascii() and value[:4].lower().replace("-", " ").replace("_", " ") not in BEGINNINGS:
        return ""  # what nearly all are, and a list has millions of cells
    return value if folded(value) in WARNINGS else ""


def knows_standings(cells: Sequence[str]) -> bool:
    """Whether these cells are standings, and not states of something else: one says so plainly, or most do."""
    return any(len(cell) <= LONGEST_WORD and folded(cell) in PLAIN for cell in cells) or _most(
        claim_of(cell, {}) for cell in cells
    )


def _most(claims: Iterable[Claim | None]) -> bool:
    known = [claim is not None for claim in claims]
    return bool(known) and 2 * sum(known) >= len(known)
