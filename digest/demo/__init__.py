"""The demonstration: a whole newsroom on this machine, from feed server to mailbox, without internet."""
