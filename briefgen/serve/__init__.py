"""`briefgen serve`: a preview that keeps up with the writer."""
