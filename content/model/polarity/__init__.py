"""Whether a text affirms what it says, denies it, or leaves it open, in English and Hindi.

judging      judge(text, start, end): of a phrase in a sentence; read_polarity(text): of a text as a whole
denials      the words that deny, and how far each reaches
sentences    questions, limits, and where a clause ends
english, hindi    the words and the grammar of each language
spelling     one letter for another, so that a word is found however it is spelt

In doubt the answer is UNCLEAR, never a guess: whoever asks then keeps the words and concludes nothing from them. The
claims check has a rule of its own (`content/approval/claims/denials.py`): there a doubt counts against the text.
"""
