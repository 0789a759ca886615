"""The compiler: page -> document and references. It writes nothing, and uses no request and no clock.

One module for each kind of subject. Other packages import from here.
"""

from content.edition.compiler.branches import compile_branch
from content.edition.compiler.compiled import Compiled
from content.edition.compiler.group import GROUP_SUBJECT, compile_group
from content.edition.compiler.guides import build_card, compile_guide, finish_section
from content.edition.compiler.offerings import compile_offering
from content.edition.compiler.recalls import RECALLS_SUBJECT, compile_recalls, notice_of
from content.edition.compiler.sources import BOOKKEEPING, takes_the_same
from content.edition.compiler.tombstones import compile_tombstone
from content.edition.compiler.vocabularies import VOCABULARY_SUBJECT, compile_vocabulary

__all__ = [
    "BOOKKEEPING",
    "COMPILER_VERSION",
    "GROUP_SUBJECT",
    "RECALLS_SUBJECT",
    "VOCABULARY_SUBJECT",
    "Compiled",
    "build_card",
    "compile_branch",
    "compile_group",
    "compile_guide",
    "compile_offering",
    "compile_recalls",
    "compile_tombstone",
    "compile_vocabulary",
    "finish_section",
    "notice_of",
    "takes_the_same",
]

#: Raise it when the same page compiles to another document than before. Each edition's provenance records it.
COMPILER_VERSION = 2
