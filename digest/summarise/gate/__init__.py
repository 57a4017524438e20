"""What the gate (``summarise/check.py``) asks of a sentence, a question to each file. Pure.

``ground`` is what may be rested on: everything a story's tellings say. ``lexicon`` has the words of each language by
which numbers, negations, speakers and reasons are known, and ``alike`` reads a writer's words as the source's own.
``footing`` finds the sentences of the source that say most of what a sentence says, and ``terms`` the part that each
of its words may play; the other files compare the two.
"""
