"""Newsletters as services send them, with all that belongs to one subscription."""

from __future__ import annotations

from email.message import EmailMessage

DESK = "desk+wire@harbourpost.example"
LEAVE = "https://harbour.us1.list-manage.com/unsubscribe?u=aabbccddeeff00112233445566&id=0011223344&e=8f7e6d5c4b"
PLAIN_LEAVE = "https://news.example.net/a/b?x=77aa"

HTML = f"""<!DOCTYPE html><html><head><title>Tide</title><style>p {{ color: red }}</style></head><body>
<div style="display:none;max-height:0;overflow:hidden">Ferries stay in port.&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div>
<table><tr><td><table><tr><td align="center">
<a href="https://mailchi.mp/aabbccddeeff/fog-on-the-harbour?e=8f7e6d5c4b">View this email in your browser</a>
</td></tr></table></td></tr>
<tr><td><img src="https://cdn.example.net/logo.png" alt="Harbour logo" width="120">
<h1>Fog on the harbour</h1>
<p>The fog came at six. <a href="https://harbour.example.net/fog?utm_source=mail&amp;mc_eid=8f7e6d5c4b&amp;page=2">It
stayed</a> until noon, said the harbour master, and nobody could unsubscribe from the weather.</p>
<p>Pictures: <img src="https://cdn.example.net/fog.jpg" width="600" alt="Fog"></p></td></tr>
<tr><td><p>Copyright Harbour Wire.</p><p>This was sent to <b>{DESK}</b>, as you signed up at our stand.
<a href="{LEAVE}">Unsubscribe from this list</a> or
<a href="https://harbour.us1.list-manage.com/profile?u=aabb&amp;id=00&amp;e=8f7e6d5c4b">update your preferences</a>.</p>
<p><a href="{PLAIN_LEAVE}">Bye</a></p>
<img src="https://harbour.us1.list-manage.com/track/open.php?u=aabb&amp;id=00&amp;e=8f7e6d5c4b" width="1" height="1">
<img src="https://px.example.net/z" style="width:1px;height:1px"></td></tr></table></body></html>"""

TEXT = f"""View it in your browser: https://harbour.example.net/issues/fog?token=eyJhbGciOiJIUzI1NiJ9

The fog came at six and stayed until noon.

See https://harbour.example.net/fog?utm_source=mail&mc_eid=8f7e6d5c4b for more.

You get this because {DESK} is on our list.
Unsubscribe: {PLAIN_LEAVE}
"""


def a_newsletter_mail(
    subject: str = "Fog & ferries", *, html: str = HTML, text: str = TEXT, number: int = 1, **headers: str
) -> bytes:
    """One newsletter; ``headers`` are more of them, with "_" for "-"."""
    mail = EmailMessage()
    mail["From"] = "The Harbour Wire <wire@harbour.example.net>"
    mail["To"] = f"Desk <{DESK}>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 23 Nov 2026 08:00:00 +0000"
    mail["Message-ID"] = f"<{number}@harbour.example.net>"
    mail["List-Unsubscribe"] = f"<mailto:leave-8f7e6d5c4b@harbour.example.net>, <{PLAIN_LEAVE}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()
