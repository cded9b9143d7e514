"""The Python side of a measurement: loads the subject, runs its operations and times them inside of this process.

One JSON object per line each way, over what was stdin and stdout at the start. A request {"id", "do", "limit_ms", ..}
is answered by {"id", "ok": {..}} or {"id", "error": text}; while a rehearsal is under way, lines {"at": {"operation",
"step"}} say where it is. The end of stdin ends the process. Arrays travel as base64 of little-endian numbers: float32
for inputs, float64 for results.
"""
import array, base64, hashlib, importlib, importlib.util, json, numbers, os, signal, sys, sysconfig, types
from time import perf_counter_ns

try:
    import resource
except ImportError:  # Windows
    resource = None

if sys.version_info < (3, 9):
    sys.exit("Python 3.9 or newer is needed")

OPERATIONS = ("tensor", "add", "multiply", "sum", "matmul", "linear", "relu")
PACKAGE = "tinytorch"
PROGRAM = "<program>"
SHORTEST_SAMPLE_NS = 5_000
MOST_SAMPLES = 100_000
GRACE_S = 5  # How long an orphan may outlive its limit before the system ends it.
# The Python installation, which may lie in the subject's own folder.
INSTALLED = [os.path.realpath(sysconfig.get_paths()[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")]


class NotNumbers(TypeError):
    """The subject returned something that can't be read as numbers."""

    def __init__(self, value):
        super().__init__(f"returned {type(value).__name__} instead of numbers")


def describe(error):
    """`Type: text` of an exception, on one line and never long."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # a subject's own __str__ may fail as well
        text = ""
    if isinstance(error, NotNumbers):
        return text
    return (type(error).__name__ + (f": {text}" if text else ""))[:500]


def native(values):
    """Little-endian numbers to the machine's order, or back."""
    if sys.byteorder == "big":
        values.byteswap()
    return values


def encode(doubles):
    return base64.b64encode(native(doubles).tobytes()).decode("ascii")


def refuse_text(value):
    if value is None or isinstance(value, (str, bytes)):
        raise NotNumbers(value)


def flatten(value, into):
    """Appends the numbers of a scalar, nested lists, an array or a tensor in row-major order."""
    refuse_text(value)
    if isinstance(value, numbers.Real):
        into.append(float(value))
    elif isinstance(value, (list, tuple, array.array)):
        for each in value:
            flatten(each, into)
    elif hasattr(value, "tolist"):
        flatten(value.tolist(), into)
    elif hasattr(value, "data"):
        flatten(value.data, into)
    elif callable(getattr(value, "numpy", None)):
        flatten(value.numpy(), into)
    else:
        raise NotNumbers(value)
    return into


def nest(flat, shape):
    """Flat numbers as nested lists of the shape."""
    if len(shape) < 2:
        return flat if shape else flat[0]
    width = len(flat) // shape[0]
    return [nest(flat[row * width : (row + 1) * width], shape[1:]) for row in range(shape[0])]


def is_below(path, folder):
    try:
        return os.path.commonpath([path, folder]) == folder
    except ValueError:  # another drive
        return False


def call_of(layer):
    return layer if callable(layer) else layer.forward


class Subject:
    """Which operations there are and how each is written: `calls` has an expression per operation over its arguments
    {0}, {1}, .. and the step's own name {step}, `names` what these refer to, `missing` a sentence per absent operation.
    """

    values = None

    def __init__(self, name, root):
        self.name, self.root = name, root
        self.names, self.calls, self.missing = {}, {}, {}
        sys.path.insert(0, root)
        os.chdir(root)

    def give(self, flat, shape):
        """An input array the way `tensor` wants it."""
        return flat

    def prepare(self, operation, step, arguments):
        """Names that a step needs beside its arguments, made outside of what is timed."""
        return {}

    def read(self, result):
        refuse_text(result)
        return flatten(self.values(result) if self.values else result, array.array("d"))

    def own(self, file):
        """Path of one of the subject's own files from its folder, None for any other file."""
        path = os.path.realpath(file)
        is_own = is_below(path, self.root) and not any(is_below(path, folder) for folder in INSTALLED)
        return os.path.relpath(path, self.root).replace(os.sep, "/") if is_own else None

    def sources(self):
        files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        found = {}
        for file in files:
            if isinstance(file, str) and os.path.isfile(file) and self.own(file):
                with open(file, "rb") as content:
                    found[self.own(file)] = hashlib.sha256(content.read()).hexdigest()
        return [{"path": path, "sha256": found[path]} for path in sorted(found)]

    def import_failure(self, place, error):
        """Blames the innermost of the subject's own lines, or `place` where none was reached."""
        trace = error.__traceback__
        while trace:
            file = self.own(trace.tb_frame.f_code.co_filename)
            place = f"{file}, line {trace.tb_lineno}," if file else place
            trace = trace.tb_next
        return f"{place} fails on import: {describe(error)}"


class FileSubject(Subject):
    """Functions by the operations' names in one file; a tensor is whatever these functions agree on."""

    def __init__(self, path):
        file = os.path.basename(path)
        super().__init__(os.path.splitext(file)[0], os.path.dirname(path))
        # A name of its own, so that a file called random.py does not become the module `random`.
        spec = importlib.util.spec_from_file_location(f"subject_{self.name}", path)
        module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException as error:
            self.missing = dict.fromkeys(OPERATIONS, self.import_failure(file, error))
            return
        found = {name: getattr(module, name, None) for name in OPERATIONS}
        self.names = {name: function for name, function in found.items() if callable(function)}
        self.missing = {name: f"{file} has no function {name}." for name in found if name not in self.names}
        self.values = getattr(module, "values", None)
        self.calls = {name: name + "({0}, {1})" for name in ("add", "multiply", "matmul")}
        self.calls.update(tensor="tensor({0}, {0}_shape)", sum="sum({0})", relu="relu({0})")
        self.calls["linear"] = "linear({0}, {1}, {2})"


class PackageSubject(Subject):
    """A TinyTorch package, each module loaded on its own: its __init__ works only once most of the course is built."""

    def __init__(self, root):
        super().__init__(PACKAGE, root)
        try:
            self.numpy = importlib.import_module("numpy")
        except BaseException:  # the subject may do without
            self.numpy = None
        self.stand_in(PACKAGE)
        tensor = self.symbol("tensor", ("core.tensor", "Tensor"))
        if tensor is None:
            self.missing = dict.fromkeys(OPERATIONS, self.missing["tensor"])
            return
        relu = self.symbol("relu", ("core.activations", "ReLU"))
        self.layer = self.symbol("linear", ("core.layers", "Linear"), ("core.layers", "Dense"))
        self.names = {"Tensor": tensor}
        self.calls = {"tensor": "Tensor({0})", "linear": "{step}_layer({0})", "relu": "relu({0})"}
        self.method("add", __add__="{0} + {1}")
        self.method("multiply", __mul__="{0} * {1}")
        self.method("sum", sum="{0}.sum()")
        self.method("matmul", matmul="{0}.matmul({1})", __matmul__="{0} @ {1}")
        try:
            self.names["relu"] = relu and call_of(relu())
        except BaseException as error:
            self.missing["relu"] = f"ReLU() fails: {describe(error)}"

    def give(self, flat, shape):
        if self.numpy is None:
            return nest(flat, shape)
        return self.numpy.array(flat, dtype=self.numpy.float32).reshape(shape)

    def prepare(self, operation, step, arguments):
        if operation != "linear":
            return {}
        layer = self.layer(*arguments[1].shape)
        # Generations of the course call it either way.
        setattr(layer, "weights" if hasattr(layer, "weights") else "weight", arguments[1])
        layer.bias = arguments[2]
        return {f"{step}_layer": call_of(layer)}

    def method(self, operation, **spellings):
        for name, expression in spellings.items():
            if hasattr(self.names["Tensor"], name):
                self.calls[operation] = expression
                return
        self.missing[operation] = f"Tensor has no {min(spellings)} yet: build {self.course_module('tensor')}."

    def symbol(self, operation, *candidates):
        """The first candidate that is there; else None, and the reason why the first is not is kept."""
        for path, name in candidates:
            module = f"{PACKAGE}.{path}"
            file = module.replace(".", "/") + ".py"
            try:
                found = getattr(self.import_alone(module), name, None)
                sentence = f"{file} has no {name} yet: build {self.course_module(module)}."
            except BaseException as error:
                found, sentence = None, self.import_sentence(module, file, error)
            if found is not None:
                self.missing.pop(operation, None)
                return found
            self.missing.setdefault(operation, sentence)
        return None

    def import_alone(self, module):
        """Imports a module although an __init__ above it may fail."""
        parent = module.rpartition(".")[0]
        try:
            importlib.import_module(parent)
        except BaseException:
            self.stand_in(parent)
        return importlib.import_module(module)

    def stand_in(self, name):
        """An empty package that lets its modules be found without running its __init__."""
        package = sys.modules[name] = types.ModuleType(name)
        package.__path__ = [os.path.join(self.root, *name.split("."))]

    def import_sentence(self, module, file, error):
        absent = isinstance(error, ModuleNotFoundError) and error.name
        if not absent:
            return self.import_failure(file, error)
        if absent == module:
            return f"{file} is not there: build {self.course_module(module)}."
        if absent.startswith(PACKAGE + "."):
            return f"{file} needs {absent}, which is not there: build {self.course_module(absent)}."
        return f"{file} needs {absent}: install it for {sys.executable}."

    def course_module(self, module):
        """What the course calls an area, read from its folders: its generations number their modules differently."""
        area = module.rpartition(".")[2]
        for folder in ("src", "modules", os.path.join("modules", "source")):
            folder = os.path.join(self.root, folder)
            for entry in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
                number, _, title = entry.partition("_")
                if number.isdigit() and title == area:
                    return f"module {number} ({title})"
        return f"the {area} module"
