"""The still core: samples in, events out, standard library only, no clock, thread, socket or file."""
