"""The five sections, a module each, in the order in which they are served. Other code loops over this tuple."""

from content.model.sections.base import Section
from content.model.sections.combinations import COMBINATIONS
from content.model.sections.mechanism import MECHANISM
from content.model.sections.process import PROCESS
from content.model.sections.safety import SAFETY
from content.model.sections.sessions import SESSIONS

SECTIONS: tuple[Section, ...] = (MECHANISM, PROCESS, SESSIONS, SAFETY, COMBINATIONS)
