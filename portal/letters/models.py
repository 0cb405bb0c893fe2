"""Mail of the portal: queued in the transaction, sent by the worker."""
