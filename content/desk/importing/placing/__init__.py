"""An outline -> a placed guide.

placer           walks the lines and hands each one on
walk             where the walk is: section, part, list; and the blocks that it writes
opening          headings, which open and close sections
lists            a list's lead with the lines under it
tables           rows
overview         the summary, other names, and questions
blocks           lines of the four sections other than safety
safety_blocks    lines of the safety section
guide            the result
tracing          where each line went, found again by its words
"""
