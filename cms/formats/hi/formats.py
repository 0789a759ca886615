"""Hindi. Django's names of months (`F`) are misspelt (“नवमबर”), its other names (`E`) are right (“नवंबर”)."""

DATE_FORMAT = "j E Y"
SHORT_DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i T"
SHORT_DATETIME_FORMAT = "j E Y, H:i T"
YEAR_MONTH_FORMAT = "E Y"
MONTH_DAY_FORMAT = "j E"
