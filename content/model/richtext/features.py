"""What an editor may use in rich text: the subset that the Portable Text contract documents."""

FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link"]
