/** What a value may be after a fault: the last one that was certain, or any that was asked for after it. */

/** What is lost: `kill` takes a process alone, `power` also what was not on the disk. */
export type Loss = "kill" | "power";

/**
 * `asked`: sent, without an answer. `seen`: told by something that need not be on the disk yet. `kept`: on the disk, by the result
 * of the request or an XEP-0198 `<a/>` after it.
 */
type Standing = "asked" | "seen" | "kept";

interface Version<Value> {
  readonly value: Value;
  standing: Standing;
}

/** A value that one app changes, one request at a time. */
export class Register<Value> {
  readonly name: string;
  #versions: Version<Value>[];

  constructor(name: string, value: Value) {
    this.name = name;
    this.#versions = [{ value, standing: "kept" }];
  }

  /** The value that was asked for last. */
  get last(): Value {
    return this.#last.value;
  }

  asks(value: Value): void {
    this.#versions.push({ value, standing: "asked" });
  }

  /** The last request was refused: it has changed nothing. */
  refused(): void {
    this.#versions.pop();
  }

  /** The last request has taken effect, which a power cut may undo. */
  seen(): void {
    this.#last.standing = "seen";
  }

  /** What the last request has changed is on the disk. */
  kept(): void {
    this.#last.standing = "kept";
  }

  /** All values that it may have after the fault. */
  possible(loss: Loss): readonly Value[] {
    const isCertain = ({ standing }: Version<Value>): boolean =>
      standing === "kept" || (loss === "kill" && standing === "seen");
    return this.#versions.slice(this.#versions.findLastIndex(isCertain)).map(({ value }) => value);
  }

  /** It was read after the fault. Returns what is wrong with it; from now on it is the known value. */
  found(value: Value, loss: Loss): readonly string[] {
    const possible = this.possible(loss);
    this.#versions = [{ value, standing: "kept" }];
    if (possible.includes(value)) return [];
    return [`${this.name} is ${String(value)} instead of ${possible.join(" or ")}`];
  }

  get #last(): Version<Value> {
    return this.#versions.at(-1) as Version<Value>;
  }
}
