/** RFC 8489 §14.1, §14.2: addresses in attributes. */
import { isIPv4 } from "node:net";
import { canonicalAddress } from "../net/ip-address.ts";
import { MAGIC_COOKIE } from "./attributes.ts";

/** `address` in its canonical form: the IPv4 address of an IPv4-mapped one. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type Family = 4 | 6;

/** Of an address in canonical form. */
export const familyOf = (address: string): Family => (address.includes(":") ? 6 : 4);

/** RFC 8656 §18.6: the number of a family in REQUESTED-ADDRESS-FAMILY; undefined for others. */
export const familyOfCode = (code: number | undefined): Family | undefined =>
  code === 1 ? 4 : code === 2 ? 6 : undefined;

export const codeOfFamily = (family: Family): number => (family === 4 ? 1 : 2);

/** 4 or 16 bytes of an address in canonical form. */
function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = address.split("::");
  const groups = (text: string | undefined): number[] =>
    text ? text.split(":").map((group) => Number.parseInt(group, 16)) : [];
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const view = Buffer.from(bytes);
  const groups = Array.from({ length: 8 }, (_, index) => view.readUInt16BE(2 * index).toString(16));
  return canonicalAddress(groups.join(":")) ?? "::";
}

const mask = (transaction: Uint8Array): Buffer => {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(MAGIC_COOKIE);
  return Buffer.concat([cookie, transaction]);
};

const xored = (bytes: Uint8Array, key: Uint8Array): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte ^ (key[index] ?? 0)));

/** The value of XOR-MAPPED-ADDRESS and its like. */
export function xorAddress({ address, port }: Endpoint, transaction: Uint8Array): Buffer {
  const head = Buffer.from([0, codeOfFamily(familyOf(address)), 0, 0]);
  head.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  return Buffer.concat([head, xored(bytesOf(address), mask(transaction))]);
}

export interface ReadEndpoint extends Endpoint {
  /** As it was written: 6 for an IPv4-mapped address. */
  readonly family: Family;
}

/** Undefined for a value that is no address. */
export function readXorAddress(value: Buffer | undefined, transaction: Uint8Array): ReadEndpoint | undefined {
  const family = familyOfCode(value?.[1]);
  if (value === undefined || family === undefined || value.length !== (family === 4 ? 8 : 20)) return undefined;
  const address = textOf(xored(value.subarray(4), mask(transaction)));
  return { address, port: value.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16), family };
}
