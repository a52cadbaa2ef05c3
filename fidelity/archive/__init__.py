"""Where originals come from, and which of them a quotation could be from."""
