"""The five sections, in the order in which they are served. A file each; this tuple drives the rest."""

from content.sections.base import Section
from content.sections.combinations import COMBINATIONS
from content.sections.mechanism import MECHANISM
from content.sections.process import PROCESS
from content.sections.safety import SAFETY
from content.sections.sessions import SESSIONS

SECTIONS: tuple[Section, ...] = (MECHANISM, PROCESS, SESSIONS, SAFETY, COMBINATIONS)
