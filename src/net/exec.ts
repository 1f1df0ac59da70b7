/** execve(2): another program in the place of this one, in the same process. */
import { dlopen, FFIType, type Pointer, ptr } from "bun:ffi";
import { openLibc } from "./libc.ts";

const symbols = {
  execve: { args: [FFIType.ptr, FFIType.ptr, FFIType.ptr], returns: FFIType.i32 },
  fcntl: { args: [FFIType.i32, FFIType.i32, FFIType.i32], returns: FFIType.i32 },
} as const;

const F_SETFD = 2;

export interface ExecOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The other program has these as well; the runtime lets go of all but the first three. */
  readonly descriptors?: readonly number[];
}

/** `words`: after the program's own name. Returns only where it cannot be done. */
export function exec(
  path: string,
  words: readonly string[],
  { environment, descriptors = [] }: ExecOptions = {},
): void {
  const libc = process.platform === "darwin" ? dlopen(DARWIN_LIBC, symbols).symbols : openLibc(symbols);
  if (!libc) return;
  const { file, list, variables } = execArguments(path, words, environment);
  for (const descriptor of descriptors) libc.fcntl(descriptor, F_SETFD, 0);
  libc.execve(file, list, variables);
}

export const DARWIN_LIBC = "libSystem.B.dylib";

/** What execve(2) is given: addresses in memory that stays as long as this is held. */
export interface ExecArguments {
  readonly file: Pointer;
  readonly list: Pointer;
  readonly variables: Pointer;
  readonly memory: readonly Uint8Array[];
}

export function execArguments(
  path: string,
  words: readonly string[],
  environment: ExecOptions["environment"] = process.env,
): ExecArguments {
  const memory: Uint8Array[] = [];
  const text = (given: string) => {
    const bytes = Buffer.from(`${given}\0`);
    memory.push(bytes);
    return ptr(bytes);
  };
  const list = (given: readonly string[]) => {
    // The last pointer is null.
    const pointers = new BigUint64Array(given.length + 1);
    for (const [at, each] of given.entries()) pointers[at] = BigInt(text(each));
    memory.push(new Uint8Array(pointers.buffer));
    return ptr(pointers);
  };
  const variables = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return { file: text(path), list: list([path, ...words]), variables: list(variables), memory };
}
