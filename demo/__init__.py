"""A small press on loopback: five invented outlets on five kinds of CMS, for `make demo` and the tests."""
