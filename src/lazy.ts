/** What is made, and code that is loaded, when it is first used: `lazy((): typeof import("./x.ts") => require("./x.ts"))`. */

/** What `make` returns, made when it is first asked for and kept. Where it throws, it is made anew the next time. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A function that is made when it is first called, and kept. */
export function lazyCall<Given extends readonly unknown[], Result>(
  make: () => (...given: Given) => Result,
): (...given: Given) => Result {
  const made = lazy(make);
  return (...given) => made()(...given);
}

/** An object whose properties are each made when they are first read, and kept. */
export function withLazy<Of extends object>(makes: { readonly [Name in keyof Of]: () => Of[Name] }): Of {
  const target = {};
  for (const [name, make] of Object.entries<() => unknown>(makes)) defineLazy(target, name, make);
  return target as Of;
}

/** A property whose value is made when it is first read, and kept. */
export function defineLazy(target: object, name: string, make: () => unknown): void {
  Object.defineProperty(target, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = make();
      Object.defineProperty(target, name, { enumerable: true, value });
      return value;
    },
  });
}
