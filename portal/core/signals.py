"""What the shared ground tells other rooms."""

from __future__ import annotations

from django.dispatch import Signal

#: A file that not everybody may have is given to somebody. Arguments: ``request``; ``subject``, which file in words.
private_file_served = Signal()
