"""What whoever runs the platform sees of it: asked of each process by messages, never read out of another's database."""
