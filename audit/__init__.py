"""The record of who read and did what, such that nobody can change it unseen: entries in chains, a Merkle tree over all, signed heads."""
