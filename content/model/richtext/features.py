"""The rich text features for editors: the subset that the Portable Text contract documents."""

FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link"]
