"""Webhooks of those who send for us: one file each, one grammar (``hook.py``)."""

from collections.abc import Mapping

from digest.deliver.hooks import brevo, mailgun, mailjet, postmark, sendgrid, ses, standard
from digest.deliver.hooks.hook import Hook, Post, Secret

HOOKS: Mapping[str, Hook] = {
    module.HOOK.name: module.HOOK for module in (brevo, mailgun, mailjet, postmark, sendgrid, ses, standard)
}

__all__ = ["HOOKS", "Hook", "Post", "Secret"]
