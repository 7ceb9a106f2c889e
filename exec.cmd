@rem The scripts of package.json begin with the shell's `exec`, so that a signal to npm reaches them; Windows has no such word.
@%*
