/** Functions of the C library that the runtime has no other way to. */
import { dlopen, type FFIFunction } from "bun:ffi";

const MUSL = `libc.musl-${process.arch === "arm64" ? "aarch64" : "x86_64"}.so.1`;

/** The names of the library of Linux. */
export const LIBC = ["libc.so.6", MUSL] as const;

/** glibc's, else musl's; undefined where the system has neither, as outside of Linux. */
export function openLibc<Functions extends Record<string, FFIFunction>>(functions: Functions) {
  for (const path of LIBC) {
    try {
      return dlopen(path, functions).symbols;
    } catch {
      // The library may have the other name.
    }
  }
  return undefined;
}
