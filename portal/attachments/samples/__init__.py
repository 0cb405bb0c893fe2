"""Sample attachments, made from the sample content and from nothing else.

HWP 5 is missing: nothing that may be used here writes it. `manage.py make_attachments` makes the files anew.
"""
