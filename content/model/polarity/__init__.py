"""Polarity: whether a text affirms something, denies it, or leaves it open, in English and Hindi.

judging      judge(text, start, end) for a phrase in a sentence; read_polarity(text) for a whole text
denials      finds denials, and how far each reaches
sentences    questions, limits, and the ends of clauses
english, hindi    the words and the grammar of each language
spelling     replaces letters, so that words are found in any spelling

In doubt the answer is UNCLEAR, never a guess: the caller then keeps the words and draws no conclusion. The claims check
has its own rule (`content/approval/claims/denials.py`): there a doubt counts against the text.
"""
