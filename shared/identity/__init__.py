"""Identity numbers and personal data: checks, masks, and the encryption of single fields."""
