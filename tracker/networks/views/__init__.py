"""The pages that edit what this app owns."""
