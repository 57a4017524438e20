"""The torture of a send: real senders are killed, stopped and starved until all is sent; then the accounts are read.

``python -m tests.torture`` (``make torture``) runs it; ``docs/guide/crashes.md`` says how to read what it prints.
"""
