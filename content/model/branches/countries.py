"""Country inserts: the emergency number and the regulator of clinics in each country.

Emergency numbers are published at 112.gov.in, nhs.uk, 911.gov and u.ae, regulators at the addresses below. Check both
there when you add a country.
"""

from dataclasses import dataclass

from content.model.vocabulary import Country


@dataclass(frozen=True)
class CountryInsert:
    emergency_number: str
    regulator_name: str
    regulator_url: str


COUNTRY_INSERTS = {
    Country.AE: CountryInsert("998", "Ministry of Health and Prevention", "https://mohap.gov.ae/"),
    Country.GB: CountryInsert("999", "Care Quality Commission", "https://www.cqc.org.uk/"),
    Country.IN: CountryInsert("112", "National Medical Commission", "https://www.nmc.org.in/"),
    Country.US: CountryInsert("911", "Federation of State Medical Boards", "https://www.fsmb.org/"),
}
assert set(COUNTRY_INSERTS) == set(Country)
