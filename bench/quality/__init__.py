"""How well it reads and chooses, measured on real data with published expectations."""
