"""How well pages are read: labelled cases, benchmarks, suspect revisions."""
