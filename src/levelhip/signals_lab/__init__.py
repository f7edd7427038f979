"""What needs NumPy and SciPy: electromyograms. Arrays in, frozen results out; knows no file and no clock."""
