"""One file a version of the file, named as in `levelhip.store.schema.REVISIONS`."""
