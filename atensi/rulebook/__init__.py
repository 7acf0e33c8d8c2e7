"""The rules of the product as its own code says them: what `docs/rules.md` is written from, and checked against."""
