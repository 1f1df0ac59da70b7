/** RFC 8656 §18.9, DONT-FRAGMENT: UDP packets that leave in one piece or not at all (ip(7), ipv6(7)). */
import { FFIType, ptr } from "bun:ffi";
import { openLibc } from "../net/libc.ts";
import type { Family } from "./address.ts";

/** Linux: the level and the name of the option. */
const MTU_DISCOVER = { 4: [0, 10], 6: [41, 23] } as const;
/** The kernel cuts what is longer than the path takes. */
const WANT = new Int32Array([1]);
/** It refuses that. */
const DO = new Int32Array([2]);

const functions = {
  setsockopt: {
    args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr, FFIType.u32],
    returns: FFIType.i32,
  },
} as const;

let libc: ReturnType<typeof openLibc<typeof functions>>;

/** Whether this system can; the C library is opened when it is first asked. */
export function canForbidFragments(): boolean {
  if (process.platform === "linux") libc ??= openLibc(functions);
  return libc !== undefined;
}

/** Calls `send`, which sends by the socket with this descriptor, without fragments. Where that cannot be had, it is not called. */
export function withoutFragments(descriptor: number, family: Family, send: () => void): void {
  const [level, name] = MTU_DISCOVER[family];
  const set = (value: Int32Array): boolean =>
    canForbidFragments() && libc?.setsockopt(descriptor, level, name, ptr(value), value.byteLength) === 0;
  if (!set(DO)) return;
  try {
    send();
  } finally {
    set(WANT);
  }
}
