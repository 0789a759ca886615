"""Collects what the rooms add to Wagtail's admin: addresses, menus, lists, buttons. Each says so in its `admin.py`."""

from content.desk.access import admin as access
from content.desk.bulk import admin as bulk
from content.desk.claims import admin as claims
from content.desk.consents import admin as consents
from content.desk.dashboard import admin as dashboard
from content.desk.deleting import admin as deleting
from content.desk.drift import admin as drift
from content.desk.editing import admin as editing
from content.desk.files import admin as files
from content.desk.glance import admin as glance
from content.desk.help import admin as help_pages
from content.desk.history import admin as history
from content.desk.impact import admin as impact
from content.desk.importing import admin as importing
from content.desk.launches import admin as launches
from content.desk.listings import admin as listings
from content.desk.mistakes import admin as mistakes
from content.desk.notifications import admin as notifications
from content.desk.offerings import admin as offerings
from content.desk.previews import admin as previews
from content.desk.readiness import admin as readiness
from content.desk.recalls import admin as recalls
from content.desk.reviews import admin as reviews
from content.desk.sightings import admin as sightings
from content.desk.signoff import admin as signoff
from content.desk.staff import account
from content.desk.system import admin as system
from content.desk.writing import admin as writing
from content.setup import admin as roles

#: Importing them registers their hooks.
ROOMS = (
    access,
    account,
    bulk,
    claims,
    consents,
    dashboard,
    deleting,
    drift,
    editing,
    files,
    glance,
    help_pages,
    history,
    impact,
    importing,
    launches,
    listings,
    mistakes,
    notifications,
    offerings,
    previews,
    readiness,
    recalls,
    reviews,
    roles,
    sightings,
    signoff,
    system,
    writing,
)
