import pytest
from bench.score_importing import *
@pytest.mark.django_db
def test_show():
    for path in list_documents("open"):
        from content.importing.drafts import _Draft
        from content.importing.placing import place
        from content.importing.reading import read_and_see
        from content.importing.tracing import trace_lines
        outline, seen = read_and_see(path.name, path.read_bytes())
        placed = place(outline)
        d = _Draft((outline, placed, trace_lines(outline, placed), seen), path.name, "en")
        s = score(path)
        print("=====", path.name, "| title:", d.title,'|',read_label(path)['title'], "|", outline.encoding)
        print("lost", s.lost, "glued", s.glued, "in", s.let_in, "rep", s.repeated)
        print("net lost:", d.lost)
        print("left out:", d.list_left_out())
        print("marks:", [u.text for u in outline.unread if u.reason=="mark"])
        print("headings:", placed.headings)
        print("notes:", [l.text for l in outline.lines if l.kind=="note"])
