"""An outline -> a placed guide.

placer           goes through the lines and passes each one on
walk             the state of this walk: section, part, list; and the blocks so far
opening          headings, which open and close sections
lists            a list's lead with the lines under it
tables           rows
overview         the summary, other names, and questions
blocks           lines of the four sections other than safety
safety_blocks    lines of the safety section
guide            the result
tracing          finds where each line went, by its words
"""
