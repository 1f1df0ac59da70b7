/** execve(2): another program in the place of this one, in the same process. */
import { FFIType, ptr } from "bun:ffi";
import { openLibc } from "./libc.ts";

const symbols = {
  execve: { args: [FFIType.ptr, FFIType.ptr, FFIType.ptr], returns: FFIType.i32 },
} as const;

/** `words`: after the program's own name. Returns only where it cannot be done. */
export function exec(path: string, words: readonly string[], environment = process.env): void {
  const libc = openLibc(symbols);
  if (!libc) return;
  const kept: Uint8Array[] = [];
  const text = (given: string) => {
    const bytes = Buffer.from(`${given}\0`);
    kept.push(bytes);
    return ptr(bytes);
  };
  const list = (given: readonly string[]) => {
    // The last pointer is null.
    const pointers = new BigUint64Array(given.length + 1);
    for (const [at, each] of given.entries()) pointers[at] = BigInt(text(each));
    kept.push(new Uint8Array(pointers.buffer));
    return ptr(pointers);
  };
  const variables = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  libc.execve(text(path), list([path, ...words]), list(variables));
}
