"""Small programs for those who work on Digest; nothing here is shipped."""
