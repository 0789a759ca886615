"""What a heading, a lead or a table's head turns round is never read without it."""

from html import unescape

import pytest

from content.desk.importing.placing.placer import place
from content.desk.importing.reading.documents import read_document
from tests.content.desk.importing.pages import kinds, listed, run


@pytest.mark.parametrize(
    ("heading", "lead", "item", "kind"),
    [
        ("Safety", "You may not be a good candidate if:", "Pregnancy", "does_not_suit"),
        ("Safety", "It is never suitable for:", "anyone on chemotherapy", "does_not_suit"),
        ("Safety", "It suits:", "adults with early thinning", "suits"),
        ("Aftercare", "For two days do not:", "use retinoids", "aftercare"),
    ],
)
def test_children_take_the_polarity_of_their_lead(heading, lead, item, kind):
    guide = listed(heading, lead, item)
    assert (kinds(guide), guide.unplaced) == ([kind], [])


@pytest.mark.parametrize(
    ("heading", "lead", "item"),
    [
        ("What happens", "Stop taking:", "aspirin"),
        ("What happens", "There is no need to:", "shave the scalp"),
        ("What happens", "You may not be a good candidate if:", "you are pregnant"),
        ("Safety", "Only suitable if:", "you are over 18"),
        ("Safety", "Suitable for everyone except:", "pregnant women"),
        ("Safety", "For two days do not:", "use retinoids"),
        ("Aftercare", "You do not have to:", "stay at home"),
        ("Aftercare", "Is it OK to:", "swim?"),
        ("What happens", "Discontinue:", "aspirin"),
        ("What happens", "इन्हें बंद करें:", "एस्पिरिन"),
        ("Safety", "People who should think twice:", "smokers"),
        ("Combined treatments", "Never combine it with:", "retinoid creams"),
        ("Side effects", "We have never seen:", "blindness"),
    ],
)
def test_a_lead_that_is_unclear_here_takes_its_children_to_the_note(heading, lead, item):
    guide = listed(heading, lead, item)
    assert (kinds(guide), guide.unplaced) == ([], [lead, item])


def test_what_not_to_do_afterwards_is_never_read_without_the_words_that_forbid_it():
    for guide in (
        listed("Aftercare", "For two days do not:", "use retinoids", "swim"),
        run("<h2>What to avoid after</h2><ul><li>use retinoids</li><li>swim</li></ul>"),
        run("<h2>Aftercare</h2><p>Rest.</p><h3>Don't</h3><ul><li>use retinoids</li><li>swim</li></ul>"),
    ):
        (block,) = (one for one in guide.blocks["safety"] if "swim" in one.words)
        assert block.type == "aftercare"
        assert any(words in str(block.value["text"]) for words in ("do not:", "avoid after", "Don't"))


def test_a_lead_ends_with_its_list():
    guide = run(
        "<h2>Safety</h2><p>It does not suit:</p><ul><li>people with lupus</li></ul><p>It is suitable for adults.</p>"
    )
    assert kinds(guide) == ["does_not_suit", "suits"]


@pytest.mark.parametrize(
    "item",
    ["Not for pregnant women", "anyone, unless pregnant", "No one under 18", "Except children", "Is acne a problem?"],
)
def test_a_line_that_contradicts_its_lead_goes_to_the_note_with_it(item):
    guide = listed("Safety", "Suitable for:", "adults", item)
    assert (kinds(guide), guide.unplaced) == (["suits"], ["Suitable for:", item])


@pytest.mark.parametrize(
    "text",
    [
        "It is suitable for women, but not for children.",
        "Everyone is suitable except those with lupus.",
        "Is it suitable for children?",
        "It might suit you if nothing else has helped.",
        "A tendency to scar used to make people unsuitable.",
        "It has not been shown to be suitable for children.",
        "We cannot say whether it is suitable for children.",
        "It suits everyone but pregnant women.",
        "Not everyone is suitable.",
        "Contraindications: none known.",
        "You may or may not be suitable if you smoke.",
        "The machine that we had until spring was unsuitable for dark skin.",
        "यह इलाज हर किसी के लिए उपयुक्त नहीं है।",
    ],
)
def test_a_sentence_that_does_not_say_for_whom_it_is_becomes_neither(text):
    assert not {"suits", "does_not_suit"} & set(kinds(run(f"<h2>Safety</h2><p>Ask us.</p><p>{text}</p>")))


@pytest.mark.parametrize(
    "item",
    [
        "Do not stop your blood thinners.",
        "The scalp is not shaved.",
        "Can I drive home?",
        "A dressing goes on only if it bleeds.",
        "If you are pregnant, tell us.",
        "It was first described in 1952.",
        "Bruising may occur.",
        "सुई लगी जगह को मत मलिए।",
        # advice for the days around it
        "Wear loose clothes over the area.",
        "Please eat a light meal the evening before.",
        "You should moisturise twice a day.",
        "रोज़ मॉइस्चराइज़र लगाएँ।",
        "A pillow? Most do without one.",
        # what would be, here or elsewhere
        "Should a scab come off, a plaster is put on.",
        "Surgery for the same vein would be done under a general anaesthetic.",
        # about somebody or something, not about the visit
        "The serum contains zinc and copper.",
        "The threads are made of sugars.",
        "उन्होंने दिल्ली में पढ़ाई की है।",
    ],
)
def test_what_is_not_done_is_no_step(item):
    assert "step" not in kinds(run(f"<h2>What happens</h2><p>We begin.</p><ul><li>{item}</li></ul>"))


def test_a_lead_that_calls_a_thought_wrong_says_nothing_of_its_children():
    for lead in ("It is wrong to think you are unsuitable if:", "You are mistaken if you feel ruled out because:"):
        guide = run(f"<h2>Safety</h2><p>Ask us.</p><p>{lead}</p><ul><li>you wear glasses</li></ul>")
        assert not {"suits", "does_not_suit"} & set(kinds(guide))


def test_what_the_reader_does_is_a_step_where_the_document_counts_it():
    counted = run("<h2>What happens</h2><p>We begin.</p><ol><li>Lie on your side.</li><li>Rest.</li></ol>")
    assert kinds(counted)[-2:] == ["step", "step"]


@pytest.mark.parametrize(
    "item",
    ["To date we know of none.", "Asthma is not one of them.", "So far not one has been seen.", "Age isn't a reason."],
)
def test_what_is_denied_under_contraindications_is_none(item):
    guide = run(f"<h2>Contraindications</h2><ul><li>Active eczema</li><li>{item}</li></ul>")
    listed_ones = [block.words for block in guide.blocks["safety"] if block.type == "does_not_suit"]
    assert listed_ones == ["Active eczema"]


def test_a_fact_under_a_heading_or_lead_that_denies_it_is_none():
    for guide in (
        run("<h2>Sessions</h2><p>It varies.</p><h3>Myths</h3><p>You need one session.</p>"),
        listed("Sessions", "It is not true that:", "you need one session"),
        run(
            "<h2>Sessions</h2><table><tr><th>Myth</th><th>Truth</th></tr>"
            "<tr><td>a</td><td>You need one session.</td></tr></table>"
        ),
    ):
        assert guide.facts == []


SHAPES = {
    "a lead": "{words}:\n\n- alcohol\n- hot baths",
    "a heading": "#### {words}\n\n- alcohol\n- hot baths",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("words", ["Give these a miss", "Ditch", "Go easy on", "Enemies of healing", "Too early for"])
@pytest.mark.parametrize("part", ["## What happens\n\n### After", "## Safety\n\n### Side effects", "## Aftercare"])
def test_what_only_its_lead_or_heading_turns_round_is_never_parted_from_it(part, words, shape):
    """In words that nobody has listed: only a lead that plainly presents what is done or felt is left out."""
    document = f"# Peel\n\n{part}\n\n{SHAPES[shape].format(words=words)}\n"
    guide = place(read_document("peel.md", document.encode()))
    blocks = [block for blocks in guide.blocks.values() for block in blocks if "alcohol" in block.words]
    assert not {block.type for block in blocks} & {"step", "side_effect"}
    assert all(words in block.words for block in blocks if block.type == "aftercare")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("words", ["Give these a miss", "Ditch", "Leave two weeks between", "Too strong together"])
def test_nor_is_a_combination_recommended_that_its_lead_turns_round(words, shape):
    body = SHAPES[shape].format(words=words).replace("hot baths", "Laser: for two weeks")
    guide = place(read_document("peel.md", f"# Peel\n\n## Combining treatments\n\n{body}\n".encode()))
    assert {block.type for block in guide.blocks["combinations"]} <= {"paragraph"}
    kept = [*(block.words for block in guide.blocks["combinations"]), *guide.unplaced]
    assert any(words in line for line in kept), "in the guide or in the note, but never lost"
    assert any("Laser: for two weeks" in line for line in kept)


@pytest.mark.parametrize("lead", ["On the day, we will:", "The steps are as follows:", "After the treatment:"])
def test_a_lead_that_presents_what_is_done_opens_steps(lead):
    document = f"# Peel\n\n## What happens\n\n{lead}\n\n- cleanse the skin\n- apply the peel\n"
    guide = place(read_document("peel.md", document.encode()))
    assert [block.type for block in guide.blocks["process"]][-2:] == ["step", "step"]


@pytest.mark.parametrize("head", ["Suitable | Unsuitable", "Good for | Bad for", "Treatment | Wait", "Safe | Risky"])
def test_the_rows_of_a_table_are_not_read_without_its_head(head):
    table = f"| {head} |\n|---|---|\n| Mild acne | Pregnancy |\n"
    guide = place(read_document("peel.md", f"# Peel\n\n## Who is it for?\n\n{table}".encode()))
    said = [block.words for block in guide.blocks["safety"]] or guide.unplaced
    assert said == [head, "Mild acne | Pregnancy"]


def test_what_is_no_time_is_no_milestone():
    skin = "| Skin | Sessions |\n|---|---|\n| Mild | three |\n"
    table = f"{skin}\nThen:\n\n| When | What |\n|---|---|\n| At once | Redness |\n"
    guide = place(read_document("peel.md", f"# Peel\n\n## Sessions\n\n{table}".encode()))
    assert [block.value["when"] for block in guide.blocks["sessions"] if block.type == "milestone"] == ["At once"]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Side effects", "Nada that anybody wrote down"),
        ("Side effects", "Nix, says our register."),
        ("After the appointment", "Pat on the gel at bedtime."),
        ("Who is it for?", "New mothers will have to hold out until feeding is over."),
        ("Contraindications", "Asthma, eczema, a stuffy nose: all welcome."),
        ("Contraindications", "Our nurses love to treat darker skin."),
        ("Contraindications", "N/A"),
        ("What happens", "Aspirin: give that one a rest before the peel."),
        ("What happens", "Whatever the forum told you, no current goes through the skin."),
        ("What happens", "बगल के अस्पताल में इसके लिए पूरा सुलाते हैं।"),
        ("What happens", "Some clinics in town are rather fond of big needles."),
        ("Who is it for?", "Nobody could ask for better skin than yours."),
    ],
)
def test_a_line_is_not_what_its_heading_says_where_it_says_something_of_its_own(heading, line):
    structured = {"step", "side_effect", "suits", "does_not_suit"}
    body = f"<h3>{heading}</h3><ul><li>{line}</li></ul>"
    for above in ("", "<h2>What happens</h2>", "<h2>Safety</h2>"):
        assert not structured & set(kinds(run(above + body)))


def test_a_hindi_lead_opens_steps_only_where_it_presents_them():
    spared, done = "आप इनसे बचे रहते हैं:", "प्रक्रिया इस तरह होती है:"
    assert "step" not in kinds(listed("What happens", spared, "चीरा और टाँके"))
    assert kinds(listed("What happens", done, "त्वचा की सफ़ाई", "क्रीम का लेप"))[-2:] == ["step", "step"]


@pytest.mark.parametrize(
    ("heading", "line", "kind"),
    [
        ("Side effects", "Redness", "side_effect"),
        ("Side effects", "Strange dreams: rare", "side_effect"),
        ("Who is it for?", "You have fine lines around the mouth.", "suits"),
        ("Contraindications", "You have a pacemaker.", "does_not_suit"),
        ("On the day", "Wipe the skin with alcohol.", "step"),
        ("On the day", "The nurse numbs a small patch.", "step"),
    ],
)
def test_a_line_is_what_its_heading_says_where_it_says_nothing_else(heading, line, kind):
    section = "What happens" if kind == "step" else "Safety"
    assert kinds(run(f"<h2>{section}</h2><h3>{heading}</h3><ul><li>{line}</li></ul>"))[-1:] == [kind]


@pytest.mark.parametrize(
    ("heading", "lead", "kind"),
    [
        ("Who is it for?", "Unsuitable for", "does_not_suit"),
        ("Contraindications", "Suitable for", "suits"),
        ("Who is it for?", "We turn away those who have", None),
        ("On the day", "We will never", None),
    ],
)
def test_a_lead_without_a_sign_is_one_before_a_paragraph_too(heading, lead, kind):
    guide = run(f"<h2>Safety</h2><h3>{heading}</h3><p>{lead}</p><p>an open wound</p>")
    assert set(kinds(guide)) - {"paragraph"} == ({kind} if kind else set())


@pytest.mark.parametrize(
    "line",
    [
        "What to leave out afterwards: sauna",
        "What to avoid afterwards: sauna and sport",
        "Following treatment, do not use: retinoids",
        "What not to do after the session: massage the area",
        "Forbidden after treatment: alcohol",
        "Avoid after: sun",
        "Don'ts after treatment: hot baths",
        "After treatment avoid: retinoids",
        "Aftercare to avoid: sauna",
        "After-care don'ts: sauna",
        "Not after the peel: sun",
    ],
)
@pytest.mark.parametrize("shape", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<ul><li>Rest.</li><li>{}</li></ul>"])
def test_a_line_is_never_read_without_the_words_before_its_colon_that_forbid_it(line, shape):
    for heading in (
        "<h2>Safety</h2><p>Ask us.</p>",
        "<h2>Aftercare</h2><p>Rest.</p>",
        "<h2>Safety</h2><h3>Aftercare</h3>",
    ):
        guide = run(heading + shape.format(line))
        where = [block.words for blocks in guide.blocks.values() for block in blocks] + guide.unplaced
        assert any(line in words for words in where), where
        for block in (one for blocks in guide.blocks.values() for one in blocks if one.type == "aftercare"):
            assert line not in block.words or line.split(":")[0] in unescape(str(block.value["text"]))
