"""A nation made up to any size: offices, people and cases, written by COPY for measurements. Nobody in it exists."""
