"""What tests, proofs and measurements share. Nothing in here is a test."""
