/** In which order messages are stored that come archive after archive, each by time: without sorting them all at once. */

/** Numbers of unknown count, eight bytes each. */
export class Numbers {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

/** The indices of `keys` by key, equal ones in the order in which they stand: a merge of the runs in which keys do not descend. */
export function* mergedRuns(keys: Pick<Numbers, "at" | "length">): Generator<number, void> {
  /** A binary heap of the next index of each run. */
  const heap: number[] = [];
  const isBefore = (a: number, b: number): boolean => keys.at(a) < keys.at(b) || (keys.at(a) === keys.at(b) && a < b);
  const swap = (one: number, other: number): void => {
    const moved = heap[one] ?? 0;
    heap[one] = heap[other] ?? 0;
    heap[other] = moved;
  };
  const indexAt = (place: number): number => heap[place] ?? 0;
  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(indexAt(at), indexAt(parent))) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && isBefore(indexAt(left), indexAt(least))) least = left;
      if (right < heap.length && isBefore(indexAt(right), indexAt(least))) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  for (let index = 0; index < keys.length; index++) {
    if (index > 0 && keys.at(index) >= keys.at(index - 1)) continue;
    heap.push(index);
    rise(heap.length - 1);
  }
  while (heap.length > 0) {
    const index = indexAt(0);
    yield index;
    const next = index + 1;
    const goesOn = next < keys.length && keys.at(next) >= keys.at(index);
    if (goesOn) heap[0] = next;
    else {
      const last = heap.pop() ?? 0;
      if (heap.length > 0) heap[0] = last;
    }
    sink();
  }
}
