"""What is known about the exercises: pure data and rules, standard library only."""
