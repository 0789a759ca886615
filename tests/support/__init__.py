"""What tests, proofs and measurements share. Nothing in here is a test."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
