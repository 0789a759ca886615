"""A file -> an outline. `documents` chooses the reader by the file's type; `bounds` refuses too large files."""
