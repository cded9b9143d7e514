"""Predictions of one model against the clock."""
from operator import attrgetter
from time import perf_counter_ns, process_time_ns

from bridge import MOST_SAMPLES, SHORTEST_SAMPLE_NS, preemptions
from serving import Failure

STEP = 2.0**-20  # by how much a pixel changes from one time that an image is predicted to the next
GOLDEN = 0.381966  # of the images, by which their order turns: 2 - (1 + sqrt(5)) / 2


def predictor_of(model, what, tensor):
    """How a model is called: its name for messages, the call, and what makes its input of images (untimed)."""
    if isinstance(model, type):
        raise Failure(f"{what} returned the class {model.__name__} instead of a model")
    if callable(getattr(model, "predict", None)):
        return "predict", model.predict, lambda images: images
    forward = getattr(model, "forward", None)
    if not callable(forward):
        forward = model if callable(model) else None
    if forward is None:
        raise Failure(f"{what} returned {type(model).__name__}, which has neither predict(X) nor forward(x)")
    kind = tensor()
    if kind is None:
        raise Failure(f"{what} returned a model without predict(X), and there is no tinytorch Tensor for its forward(x)")
    return "forward", forward, kind


def stopwatch(clock=perf_counter_ns, cpu_clock=process_time_ns):
    """The clocks are this function's own, taken before the subject was there to replace them."""

    def time_calls(call, inputs, keep):
        results = []
        append = results.append
        before, cpu = preemptions(), cpu_clock()
        start = clock()
        if keep:
            for each in inputs:
                append(keep(call(each)))
        else:
            for each in inputs:
                append(call(each))
        elapsed = clock() - start
        return elapsed, cpu_clock() - cpu, preemptions() - before, results

    return time_calls


class PredictionLoop:
    """
    Calls of a model with `batch` images each. The images change a little and turn round whenever all were predicted:
    an answer that was remembered from an earlier call with the same place or the same numbers is of no use.
    """

    time_calls = staticmethod(stopwatch())

    def __init__(self, predictor, values, images, first, batch):
        self.name, self.call, self.prepare = predictor
        self.values, self.images, self.first, self.batch = values, images, first, batch
        self.per_cycle = len(images) // batch
        if self.per_cycle == 0:
            raise Failure(f"there are only {len(images)} images for a batch of {batch}")
        self.turned = values.copy_images(images)
        self.cycle, self.position, self.shift = -1, 0, 0
        self.keep = self.choose_what_to_keep()

    def choose_what_to_keep(self):
        """What of a result is kept while the clock runs: a copy, where the model writes each result over the one
        before; of a tensor its array, or else the graph that led to it would pile up; nothing but itself otherwise."""
        images = self.values.copy_images(self.images[: self.batch])
        result = self.call(self.prepare(images))
        before = self.values.copy(result)
        self.call(self.prepare(self.values.opposite(images)))
        if not self.values.equal(before, self.values.copy(result)):
            return self.values.copy
        is_tensor = not isinstance(result, (list, tuple)) and not hasattr(result, "__array_interface__")
        return attrgetter("data") if is_tensor and hasattr(result, "data") else None

    def turn(self, calls, check=True, clock=perf_counter_ns):
        """Nanoseconds, processor time, pre-emptions, changed predictions of that many calls; nanoseconds in all."""
        elapsed = cpu = preempted = changed = 0
        begun = clock()
        while calls > 0:
            if self.position == 0:
                self.start_cycle()
            stop = min(self.per_cycle, self.position + calls)
            starts = range(self.position * self.batch, stop * self.batch, self.batch)
            inputs = [self.prepare(self.turned[at : at + self.batch]) for at in starts]
            taken = self.time_calls(self.call, inputs, self.keep)
            elapsed, cpu, preempted = elapsed + taken[0], cpu + taken[1], preempted + taken[2]
            if check:
                changed += self.count_changed(taken[3])
            calls -= stop - self.position
            self.position = stop % self.per_cycle
        return elapsed, cpu, preempted, changed, clock() - begun

    def start_cycle(self):
        self.cycle += 1
        pixels, count = len(self.images[0]), len(self.images)
        self.shift = self.cycle * max(1, int(count * GOLDEN)) % count
        change = (1 + self.cycle // pixels) * STEP
        self.turned = self.values.turn(self.images, self.shift, self.cycle % pixels, change, self.turned)

    def count_changed(self, results):
        logits = self.values.join([self.values.logits(result, self.batch) for result in results])
        start = self.position * self.batch + self.shift
        indices = [(start + at) % len(self.images) for at in range(len(logits))]
        return self.values.changed(self.first, indices, logits)

    def sample(self, budget_ms, clock=perf_counter_ns):
        """Durations per call in ms; calls are timed together where one is too short for the clock."""
        calls, samples, start = 1, [], clock()
        while not samples or (clock() < start + budget_ms * 1e6 and len(samples) < MOST_SAMPLES):
            elapsed = self.turn(calls, check=False)[0]
            samples.append(elapsed / 1e6 / calls)
            if elapsed < SHORTEST_SAMPLE_NS:
                calls, samples, start = 2 * calls, [], clock()
        return samples, calls
