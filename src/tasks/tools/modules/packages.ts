import { builtinModules } from 'node:module';
import type { Import } from '../../parse/imports.ts';
import type { ParsedLanguage } from '../../parse/languages.ts';

/** Python's standard library: `sys.stdlib_module_names` of 3.13, without platform-only and private ones. */
const PYTHON_LIBRARY = new Set(
  `__future__ abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cgi cmath cmd code
codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg cProfile csv
ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib
grp gzip hashlib heapq hmac html http idlelib imaplib imp importlib inspect io ipaddress itertools json keyword linecache
locale logging lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc ntpath numbers opcode operator
optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
py_compile pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors
shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess
symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize
tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref
webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);
const NODE_LIBRARY = new Set(builtinModules);

/** Package that an import comes from; null for the standard library and for relative imports. */
export function packageOf({ specifier }: Import, language: ParsedLanguage): string | null {
  if (language === 'python') {
    const [name = ''] = specifier.split('.');
    return name === '' || PYTHON_LIBRARY.has(name) ? null : name;
  }
  if (/^(?:[./#]|node:|[a-z]+:\/\/)/.test(specifier) || specifier === '') return null;
  const [scope = '', name = ''] = specifier.split('/');
  if (NODE_LIBRARY.has(scope)) return null;
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
