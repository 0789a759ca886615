"""Arabic. Short days have the month as a word: numbers alone can be read in two orders."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i T"
SHORT_DATETIME_FORMAT = "j F Y، H:i T"
