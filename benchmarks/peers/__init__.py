"""Other libraries that measure similarity, each in a virtual environment of its own, asked by JSON over a pipe.

hpo3 and pyhpo install the same module, so that neither can be imported beside the other. A `*_runner`
runs under its peer's interpreter and needs only the standard library and the peer.
"""
