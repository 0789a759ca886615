"""How days and times are written in each language, in place of Django's formats. A time always names its zone (`T`)."""
