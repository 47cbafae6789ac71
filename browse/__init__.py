"""The archive in a browser: a Datasette plugin with its templates. Reads only."""
